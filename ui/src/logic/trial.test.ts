import { describe, expect, it } from 'vitest'

import type { ControlView, MovedUnit } from '@/platform'
import { changeOf, movedOf, slideOf, trialOf, valueAt, sharesOf, withShare } from './trial'

const number = (zero: number | null, full: number | null): ControlView => ({
  type: 'number',
  zero,
  full,
  min: null,
  max: null,
})
const options = (...values: number[]): ControlView => ({
  type: 'options',
  maturity: false,
  options: values.map((value) => ({ value, label: { zh: '', en: '' }, score: value })),
})

describe('a slider', () => {
  it('goes from the lower to the higher end, whichever scores 100', () => {
    expect(slideOf(number(10, 0))).toEqual({ min: 0, max: 10, step: 0.1 })
    expect(slideOf(number(0, 200))).toEqual({ min: 0, max: 200, step: 1 })
  })
  it('steps through options and rests on the nearest', () => {
    const control = options(0, 50, 100)
    expect(slideOf(control)).toEqual({ min: 0, max: 100, step: 50 })
    expect(valueAt(control, 70)).toBe(50)
    expect(valueAt(control, 80)).toBe(100)
  })
  it('is not there where a scale has no two ends', () => {
    expect(slideOf(number(null, 5))).toBeNull()
    expect(slideOf(options(1))).toBeNull()
  })
})

describe('a trial', () => {
  it('leaves out what was slid back to where it stands', () => {
    const standing = new Map<string, number | null>([
      ['A1.1.1', 3],
      ['A1.1.2', null],
    ])
    const tried = new Map([
      ['A1.1.1', 3],
      ['A1.1.2', 7],
    ])
    expect(trialOf('D01', standing, tried, new Map([['A2', 0.3]]))).toEqual({
      answers: [{ unit: 'D01', indicator: 'A1.1.2', value: 7 }],
      shares: [{ element: 'A2', share: 0.3 }],
    })
  })
})

describe('what a trial moves', () => {
  const unit = (code: string, before: number | null, after: number | null, rank = 1) =>
    ({
      code,
      total_before: before,
      total_after: after,
      grade_before: null,
      grade_after: null,
      rank_before: 1,
      rank_after: rank,
    }) as MovedUnit
  it('is told greatest first, without what rounds to nothing', () => {
    const units = [
      unit('still', 50, 50.001),
      unit('a little', 50, 50.5),
      unit('much', 50, 47),
      unit('only its rank', 50, 50, 2),
      unit('without a total', null, 50),
    ]
    expect(movedOf(units).map((entry) => entry.code)).toEqual(['much', 'a little', 'only its rank'])
    expect(units.map(changeOf).at(-1)).toBeNull()
  })
})

describe('shares', () => {
  const members = [
    { id: 'A1', weight: 0.2 },
    { id: 'A2', weight: 0.3 },
    { id: 'A3', weight: 0.5 },
  ]

  it('that were not moved share in proportion what the moved ones leave', () => {
    const shares = sharesOf(members, new Map([['A1', 0.6]]))
    expect(shares.get('A1')).toBe(0.6)
    expect(shares.get('A2')).toBeCloseTo(0.15)
    expect(shares.get('A3')).toBeCloseTo(0.25)
  })

  it('never come to more than all, and one is always free', () => {
    const first = withShare(new Map(), 3, 'A1', 0.7)
    const second = withShare(first, 3, 'A2', 0.9)
    expect(second.get('A2')).toBeCloseTo(0.3)
    const third = withShare(second, 3, 'A3', 0.4)
    expect([...third.keys()]).toEqual(['A2', 'A3'])
  })
})
