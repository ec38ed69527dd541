import { describe, expect, it } from 'vitest'

import type { ProblemView, SheetView } from '@/platform'
import { cellAt, sampleOf, tally, whereOf } from './preview'

const sheet: SheetView = {
  name: '自评',
  hidden: false,
  kind: 'answers',
  header_row: 3,
  rows: 40,
  columns: 3,
  mapping: [
    { column: 'A', heading: '编号', field: 'indicator' },
    { column: 'C', heading: '填报值', field: 'value' },
  ],
  sample: [
    ['编号', '名称', '填报值'],
    ['A1.1.1', '责任制', '九十'],
    ['A1.1.2', '会议'],
  ],
  sample_from: 3,
  hidden_rows: [],
}
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

describe('the sample of a sheet', () => {
  const sample = sampleOf(sheet, [
    problem('warning', 'C4', 'number_as_text'),
    problem('error', 'C4', 'not_a_number'),
    problem('error', 'C4', 'elsewhere', '事件'),
    problem('error', null, 'whole_sheet'),
  ])

  it('marks the faulty cell with the worst of its faults', () => {
    expect(sample.rows[1]!.cells[2]).toEqual({
      text: '九十',
      severity: 'error',
      codes: ['number_as_text', 'not_a_number'],
    })
  })
  it('leaves sound cells unmarked and fills short rows', () => {
    const marked = sample.rows.flatMap((row) => row.cells).filter((cell) => cell.severity !== null)
    expect(marked).toHaveLength(1)
    expect(sample.rows[2]!.cells).toHaveLength(3)
  })
  it('numbers rows as the sheet does and knows its headings', () => {
    expect(sample.rows.map((row) => [row.number, row.heading])).toEqual([
      [3, true],
      [4, false],
      [5, false],
    ])
  })
  it('says what each column was taken for', () => {
    expect(sample.columns).toEqual([
      { letters: 'A', field: 'indicator' },
      { letters: 'B', field: null },
      { letters: 'C', field: 'value' },
    ])
  })
})

describe('a place', () => {
  it.each([
    ['A1', { column: 0, row: 1 }],
    ['AB12', { column: 27, row: 12 }],
    ['$C$4:D9', { column: 2, row: 4 }],
    ['4', null],
  ])('%s', (cell, at) => {
    expect(cellAt(cell)).toEqual(at)
  })
  it('is named as far as it is known', () => {
    expect(whereOf(problem('error', 'C4', 'x'))).toBe('自评 C4')
    expect(whereOf(problem('error', null, 'x', ''))).toBe('')
  })
})

it('counts problems by how bad they are', () => {
  expect(
    tally([problem('error', 'A1', 'x'), problem('error', 'A2', 'x'), problem('info', 'A3', 'y')]),
  ).toEqual({ error: 2, warning: 0, info: 1 })
})
