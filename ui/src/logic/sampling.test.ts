import { describe, expect, it } from 'vitest'

import type { RankRow } from '@/platform'
import { chance, draw, sampleUnits, unitRisk, type Design } from './sampling'

function row(code: string, peer_group: string, more: Partial<RankRow> = {}): RankRow {
  return {
    code,
    name: { zh: code, en: code },
    peer_group,
    total: 80,
    last_total: 80,
    grade: null,
    rank: null,
    completeness: 1,
    balance: null,
    aspects: [],
    adjusted: 0,
    ...more,
  }
}
const design: Design = { seed: '2026', share: 0.2, least: 2, answers: 5 }
const rows = [
  ...Array.from({ length: 40 }, (_, at) => row(`C${at}`, 'county')),
  ...Array.from({ length: 5 }, (_, at) => row(`K${at}`, 'city')),
]

describe('a sample for verification', () => {
  it('is the same for the same seed, another for another', () => {
    const codes = (seed: string) => sampleUnits(rows, { ...design, seed }).map((one) => one.code)
    expect(codes('2026')).toEqual(codes('2026'))
    expect(codes('2026')).not.toEqual(codes('2027'))
  })

  it('takes its share of each peer group, and no less than the least', () => {
    const taken = sampleUnits(rows, design)
    expect(taken.filter((one) => one.peer_group === 'county')).toHaveLength(8)
    expect(taken.filter((one) => one.peer_group === 'city')).toHaveLength(2)
    expect(new Set(taken.map((one) => one.code)).size).toBe(10)
  })

  it('does not move the others when one is gone', () => {
    const taken = sampleUnits(rows, design).map((one) => one.code)
    const without = rows.filter((one) => one.code !== taken[0])
    const again = sampleUnits(without, design).map((one) => one.code)
    expect(taken.slice(1).every((code) => again.includes(code))).toBe(true)
  })

  it('weighs what is risky more', () => {
    expect(unitRisk(row('A', 'city', { last_total: 50 })).reasons).toEqual(['jump'])
    expect(unitRisk(row('A', 'city')).weight).toBe(1)
    // One of weight 9 among nine of weight 1 should be drawn first in about half of all seeds.
    const candidates = Array.from({ length: 10 }, (_, at) => ({ id: String(at), w: at ? 1 : 9 }))
    let first = 0
    for (let seed = 0; seed < 2000; seed += 1) {
      const [one] = draw(
        candidates,
        1,
        String(seed),
        ({ id }) => id,
        ({ w }) => w,
      )
      if (one?.id === '0') first += 1
    }
    expect(first / 2000).toBeGreaterThan(0.45)
    expect(first / 2000).toBeLessThan(0.55)
  })

  it('draws evenly', () => {
    const draws = Array.from({ length: 4000 }, (_, at) => chance(`x${at}`))
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length
    expect(mean).toBeGreaterThan(0.48)
    expect(mean).toBeLessThan(0.52)
    expect(Math.min(...draws)).toBeGreaterThan(0)
  })
})
