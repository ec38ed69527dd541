import { describe, expect, it } from 'vitest'

import type { ControlView } from '@/platform'
import { aFramework, anAnswer } from '@/test/samples'
import {
  liveScore,
  matches,
  nextUnanswered,
  optionForKey,
  outline,
  progress,
  readNumber,
  toEdit,
} from './answers'

const percent: ControlView = { type: 'number', zero: 40, full: 100, min: 0, max: 100 }
const hours: ControlView = { type: 'number', zero: 48, full: 4, min: 0, max: null }
const maturity: ControlView = {
  type: 'options',
  maturity: true,
  options: [0, 1, 2, 3, 4, 5].map((value) => ({
    value,
    label: { zh: `${value}级`, en: `Level ${value}` },
    score: value * 20,
  })),
}
const yesNo: ControlView = {
  type: 'options',
  maturity: false,
  options: [
    { value: 1, label: { zh: '是', en: 'Yes' }, score: 100 },
    { value: 0, label: { zh: '否', en: 'No' }, score: 0 },
  ],
}

describe('the live score', () => {
  it.each([
    [percent, 40, 0],
    [percent, 70, 50],
    [percent, 100, 100],
    [percent, 10, 0],
    [hours, 4, 100],
    [hours, 26, 50],
    [hours, 60, 0],
    [maturity, 3, 60],
    [yesNo, 1, 100],
  ])('of %o at %d is %d', (control, value, score) => {
    expect(liveScore(control, value)).toBeCloseTo(score, 10)
  })

  it('is none without a value, an unknown option, or goalposts', () => {
    expect(liveScore(percent, null)).toBeNull()
    expect(liveScore(maturity, 6)).toBeNull()
    expect(liveScore({ type: 'number', zero: null, full: 5, min: null, max: null }, 3)).toBeNull()
  })
})

describe('a typed number', () => {
  it.each([
    ['85', 85],
    [' 8 5.5 ', 85.5],
    ['８５．５', 85.5],
    ['85。5', 85.5],
    ['90%', 90],
    ['', null],
  ])('%s is %s', (text, value) => {
    expect(readNumber(text, percent)).toEqual({ value, fault: null })
  })

  it.each([
    ['abc', 'not_a_number'],
    ['1e3', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['-1', 'too_small'],
    ['101', 'too_large'],
  ])('%s is at fault: %s', (text, fault) => {
    expect(readNumber(text, percent)).toEqual({ value: null, fault })
  })

  it('understands thousands separators', () => {
    expect(readNumber('1,234', hours).value).toBe(1234)
  })
})

describe('a digit key', () => {
  it('is the level of a maturity scale, the place in another list', () => {
    expect(optionForKey(maturity, '0')).toBe(0)
    expect(optionForKey(maturity, '5')).toBe(5)
    expect(optionForKey(maturity, '6')).toBeNull()
    expect(optionForKey(yesNo, '1')).toBe(1)
    expect(optionForKey(yesNo, '2')).toBe(0)
    expect(optionForKey(yesNo, '0')).toBeNull()
    expect(optionForKey(percent, '1')).toBeNull()
    expect(optionForKey(maturity, 'a')).toBeNull()
  })
})

describe('the tree', () => {
  const framework = aFramework()
  const answers = [
    anAnswer('A1.1.1', { state: 'scored', value: 3 }),
    anAnswer('A1.1.2'),
    anAnswer('A1.2.1', { derived: true }),
    anAnswer('A2.1.1', { flagged: true, state: 'not_applicable', reason: 'x' }),
  ]
  const tree = outline(framework, answers)

  it('holds what is asked, in framework order', () => {
    expect(tree.map((node) => node.aspect.id)).toEqual(['A1', 'A2'])
    expect(tree[0]!.objectives.map((node) => node.objective.id)).toEqual(['A1.1', 'A1.2'])
    expect(tree[0]!.objectives[0]!.lines.map((line) => line.indicator.id)).toEqual([
      'A1.1.1',
      'A1.1.2',
    ])
  })

  it('leaves out aspects of which nothing is asked', () => {
    expect(outline(framework, [anAnswer('A2.1.1')]).map((node) => node.aspect.id)).toEqual(['A2'])
  })

  it('counts progress without what is computed', () => {
    const lines = tree.flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
    expect(progress(lines)).toEqual({ asked: 3, answered: 2, flagged: 1 })
  })

  it('filters', () => {
    const lines = tree.flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
    const ids = (show: 'all' | 'unanswered' | 'flagged') =>
      lines.filter((line) => matches(line, show)).map((line) => line.indicator.id)
    expect(ids('all')).toHaveLength(4)
    expect(ids('unanswered')).toEqual(['A1.1.2'])
    expect(ids('flagged')).toEqual(['A2.1.1'])
  })

  it('finds the next unanswered, going round, never a computed one', () => {
    expect(nextUnanswered(tree, null)?.indicator.id).toBe('A1.1.2')
    expect(nextUnanswered(tree, 'A2.1.1')?.indicator.id).toBe('A1.1.2')
    expect(
      nextUnanswered(outline(framework, [anAnswer('A1.2.1', { derived: true })]), null),
    ).toBeNull()
  })
})

describe('an edit', () => {
  const place = { round: '2026', unit: '140100', layer: 'self_reported', indicator: 'A1.1.1' }

  it('drops the value where the indicator does not apply', () => {
    const edit = toEdit(place, { value: 3, reason: 'no such system', note: null, flagged: false })
    expect(edit.value).toBeNull()
    expect(edit.reason).toBe('no such system')
  })

  it('keeps no empty note', () => {
    expect(toEdit(place, { value: 3, reason: null, note: '  ', flagged: true })).toEqual({
      ...place,
      value: 3,
      reason: null,
      note: null,
      flagged: true,
    })
  })
})
