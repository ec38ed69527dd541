import { describe, expect, it } from 'vitest'

import type { UnitResultView } from '@/platform'
import { aFramework } from '@/test/samples'
import { contributions } from './contribution'

const framework = aFramework()
const [first, second] = framework.indicators
const scored = (id: string, score: number | null, weight: number | null) => ({
  id,
  state: score === null ? 'missing' : 'scored',
  raw: score,
  score,
  weight,
})
const result = (aggregated: number): UnitResultView => ({
  row: {
    code: 'D01',
    name: { zh: '', en: '' },
    peer_group: 'department',
    total: aggregated,
    last_total: null,
    grade: null,
    rank: null,
    completeness: 1,
    balance: null,
    aspects: [],
    adjusted: 0,
  },
  aggregated,
  objectives: [],
  indicators: [scored(first!.id, 80, 0.25), scored(second!.id, null, 0.75)],
  adjustments: [],
})

describe('what makes up a total', () => {
  it('is weight times score by aspect, a missing answer bringing nothing of what it could', () => {
    const { parts, exact } = contributions(result(20), framework)
    expect(parts.map((part) => part.points).reduce((a, b) => a + b, 0)).toBe(20)
    expect(parts.map((part) => part.possible).reduce((a, b) => a + b, 0)).toBe(100)
    expect(exact).toBe(true)
  })
  it('says when another mean made the total', () => {
    expect(contributions(result(17), framework).exact).toBe(false)
  })
})
