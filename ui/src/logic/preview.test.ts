import { describe, expect, it } from 'vitest'

import type { ProblemView } from '@/platform'
import { cellAt, marksOf, problemKinds, tally, whereOf, worstOf } from './preview'

const problem = (
  severity: string,
  cell: string | null,
  code: string,
  name = '自评',
): ProblemView => ({
  severity,
  sheet: name,
  cell,
  code,
  params: {},
})

describe('what is wrong in a sheet', () => {
  const problems = [
    problem('info', 'B2', 'cell_amended'),
    problem('error', 'C4', 'not_a_number'),
    problem('warning', 'C4', 'number_as_text'),
    problem('error', 'C4', 'not_a_number', '别的'),
    problem('error', 'D9', 'not_a_number'),
    problem('warning', null, 'hidden_rows_taken'),
  ]

  it('is found by its cell, in that sheet alone', () => {
    const marks = marksOf(problems, '自评')
    expect([...marks.keys()]).toEqual(['B2', 'C4', 'D9'])
    expect(marks.get('C4')?.map((entry) => entry.code)).toEqual(['not_a_number', 'number_as_text'])
  })
  it('is as bad as its worst', () => {
    const marks = marksOf(problems, '自评')
    expect(worstOf(marks.get('C4') ?? [])).toBe('error')
    expect(worstOf(marks.get('B2') ?? [])).toBe('info')
    expect(worstOf([])).toBeNull()
  })
  it('is listed by kind, the worst and commonest first', () => {
    expect(problemKinds(problems).map((kind) => [kind.code, kind.severity, kind.count])).toEqual([
      ['not_a_number', 'error', 3],
      ['number_as_text', 'warning', 1],
      ['hidden_rows_taken', 'warning', 1],
      ['cell_amended', 'info', 1],
    ])
  })
  it('is counted', () => {
    expect(tally(problems)).toEqual({ error: 3, warning: 2, info: 1 })
  })
})

describe('a place', () => {
  it('is read from its name, of a range its first cell, of a row its first column', () => {
    expect(cellAt('C4')).toEqual({ column: 2, row: 4 })
    expect(cellAt('$AB$12:AC13')).toEqual({ column: 27, row: 12 })
    expect(cellAt('7:7')).toEqual({ column: 0, row: 7 })
    expect(cellAt('nowhere')).toBeNull()
  })
  it('is told by sheet and cell, either of which may be missing', () => {
    expect(whereOf(problem('error', 'C4', 'x'))).toBe('自评 C4')
    expect(whereOf(problem('error', null, 'x'))).toBe('自评')
    expect(whereOf(problem('error', 'C4', 'x', ''))).toBe('C4')
  })
})
