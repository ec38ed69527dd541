import { describe, expect, it } from 'vitest'

import type { ChainLinkView } from '@/platform'
import { chainOf, fieldsOf } from './chain'

const link = (field: string, duty: string | null = null): ChainLinkView => ({
  field,
  obligations: [],
  duty_field: duty,
  acted: { field: `${field}_acted`, done: 'done', late: 'late' },
})
const rules = [link('seller'), link('platform'), link('bank'), link('unit', 'duty')]

describe('the chain of responsibility', () => {
  it('breaks at the first link that must be there and is empty', () => {
    const chain = chainOf(rules, ['platform', 'bank', 'unit'], { platform: 'P' })
    expect(chain.map((entry) => entry.breaks)).toEqual([false, false, true, false])
    expect(chain.map((entry) => entry.due)).toEqual([false, true, true, true])
    expect(chain.map((entry) => entry.named)).toEqual([false, true, false, false])
  })
  it('is whole where nothing that must be there is empty', () => {
    const whole = chainOf(rules, ['unit'], { unit: 'U' })
    expect(whole.some((entry) => entry.breaks)).toBe(false)
  })
  it('says who acted, who was late, who did not, and of whom it is not known', () => {
    const values = { seller_acted: 'done', platform_acted: 'late', bank_acted: 'refused' }
    expect(chainOf(rules, [], values).map((entry) => entry.acted)).toEqual([
      'done',
      'late',
      'not_done',
      null,
    ])
  })
  it('takes its fields out of the rest of the form', () => {
    expect(fieldsOf([link('unit', 'duty')])).toEqual(new Set(['unit', 'duty', 'unit_acted']))
  })
})
