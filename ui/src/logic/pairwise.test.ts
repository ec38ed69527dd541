import { describe, expect, it } from 'vitest'

import { namesOf, editsOf, kept, pairsOf, recalled, stepForKey, stepOf, valueOf } from './pairwise'

describe('pairs', () => {
  it('are each met once', () => {
    expect(pairsOf(3).map((pair) => pair.id)).toEqual(['0:1', '0:2', '1:2'])
    expect(pairsOf(6)).toHaveLength(15)
  })
})

describe('a judgement', () => {
  it.each([
    [0, 1],
    [2, 3],
    [8, 9],
    [-2, 1 / 3],
    [-8, 1 / 9],
  ])('of %i steps is %d times', (step, value) => {
    expect(valueOf(step)).toBeCloseTo(value, 12)
    expect(stepOf(value)).toBe(step)
  })
  it('is typed as a digit, for the second thing with Shift', () => {
    expect(stepForKey('3', false, undefined)).toBe(2)
    expect(stepForKey('3', true, undefined)).toBe(-2)
    expect(stepForKey('1', false, 5)).toBe(0)
  })
  it('is moved by arrows and stays on the scale', () => {
    expect(stepForKey('ArrowLeft', false, 8)).toBe(8)
    expect(stepForKey('ArrowRight', false, undefined)).toBe(-1)
    expect(stepForKey('x', false, 2)).toBeNull()
  })
  it('is handed over with its pair; what is not judged is left out', () => {
    expect(editsOf(3, new Map([['0:2', -1]]))).toEqual([{ row: 0, column: 2, value: 0.5 }])
  })
})

describe('what is kept', () => {
  it('comes back', () => {
    const judgements = new Map([['0:1', 4]])
    expect(recalled(kept(judgements))).toEqual(judgements)
  })
  it.each([null, 'not json', '{}', '[["0:1", 99]]', '[["0:1", "3"]]'])(
    'of %s is nothing',
    (text) => {
      expect(recalled(text).size).toBe(0)
    },
  )
})

describe('names of experts', () => {
  it('are read as they were kept, and nothing else is', () => {
    expect(namesOf(JSON.stringify(['Li', 'Wang']))).toEqual(['Li', 'Wang'])
    expect(namesOf('["Li", 3]')).toEqual(['Li'])
    expect(namesOf('{')).toEqual([])
    expect(namesOf(null)).toEqual([])
  })
})
