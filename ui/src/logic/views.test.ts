import { describe, expect, it } from 'vitest'

import { viewsOf, withView } from './views'

describe('saved views', () => {
  it('come back as they were kept', () => {
    const views = withView([], { name: 'late', filter: { level: '2' } })
    expect(viewsOf(JSON.stringify(views))).toEqual(views)
  })
  it('replace one of the same name', () => {
    const first = withView([], { name: 'a', filter: 1 })
    expect(withView(first, { name: 'a', filter: 2 })).toEqual([{ name: 'a', filter: 2 }])
  })
  it('are none where what was kept is broken', () => {
    expect(viewsOf('{')).toEqual([])
    expect(viewsOf('{"a":1}')).toEqual([])
    expect(viewsOf('[1]')).toEqual([])
  })
})
