import { describe, expect, it } from 'vitest'

import type { FormAnswerView, FormView } from '@/platform'
import { aFramework } from '@/test/samples'
import { accepting, following, itemsOf, matches, under } from './review'

const framework = aFramework()
const [first, second, third] = framework.indicators.map((entry) => entry.id)
const answer = (indicator: string, change: Partial<FormAnswerView> = {}): FormAnswerView => ({
  indicator,
  state: 'scored',
  value: 3,
  score: 60,
  reason: null,
  note: null,
  flagged: false,
  last_value: null,
  derived: false,
  source: null,
  evidence: 0,
  ...change,
})
const form = (...answers: FormAnswerView[]) =>
  ({ round: '2026', layer: 'self_reported', unit: { code: 'D01' }, answers }) as FormView

const self = form(
  answer(first!, { evidence: 2 }),
  answer(second!, { value: 5, last_value: 5 }),
  answer(third!, { value: null }),
)
const items = itemsOf(framework, self, form(answer(second!, { value: 4 })))

describe('the queue of a unit', () => {
  it('holds what was answered, and tells accepted from adjusted', () => {
    expect(items.map((item) => [item.indicator.id, item.state])).toEqual([
      [first, 'waiting'],
      [second, 'adjusted'],
    ])
    const same = itemsOf(framework, self, form(answer(second!, { value: 5 })))
    expect(same[1]!.state).toBe('accepted')
  })
  it('leaves out what is computed', () => {
    expect(itemsOf(framework, form(answer(first!, { derived: true })), form())).toEqual([])
  })
  it('can be narrowed to what waits with files, or without', () => {
    expect(items.filter((item) => matches(item, 'evidence', new Set()))).toHaveLength(1)
    expect(items.filter((item) => matches(item, 'none', new Set()))).toHaveLength(0)
  })
  it('goes on and stays at its ends', () => {
    expect(following(items, first!, 1)?.indicator.id).toBe(second)
    expect(following(items, second!, 1)?.indicator.id).toBe(second)
    expect(following(items, null, 1)?.indicator.id).toBe(first)
  })
})

describe('accepting under a rule', () => {
  const open = itemsOf(framework, self, form())
  it('takes only what the rule lets through', () => {
    expect(under({ evidence: true, unchanged: false }, open).map((i) => i.indicator.id)).toEqual([
      first,
    ])
    expect(under({ evidence: false, unchanged: true }, open).map((i) => i.indicator.id)).toEqual([
      second,
    ])
  })
  it('never what a person flagged', () => {
    const flagged = itemsOf(framework, form(answer(first!, { flagged: true })), form())
    expect(under({ evidence: false, unchanged: false }, flagged)).toEqual([])
  })
  it('writes the same value, in the verified layer', () => {
    expect(accepting(self, open[0]!)).toMatchObject({
      layer: 'verified',
      unit: 'D01',
      indicator: first,
      value: 3,
    })
  })
})
