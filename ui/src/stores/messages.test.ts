import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'

import { Failure } from '@/platform'
import { useMessages } from './messages'

beforeEach(() => setActivePinia(createPinia()))

describe('what is told', () => {
  it('keeps every failure, however much is done, until all are put away', () => {
    const messages = useMessages()
    for (const path of ['a', 'b', 'b', 'c']) {
      messages.failed(new Failure({ code: 'not_a_table', params: { path } }))
    }
    for (let at = 0; at < 6; at += 1) messages.done('import.undone')
    const kinds = messages.list.map((each) => each.kind)
    expect(kinds).toEqual(['failure', 'failure', 'failure', 'done', 'done', 'done'])
    messages.dismissAll()
    expect(messages.list).toEqual([])
  })
})
