import { describe, expect, it } from 'vitest'

import type { SheetView } from '@/platform'
import { editOf, exchanged, headerRow, withField, withMore, withValues } from './mapping'

const sheet: SheetView = {
  name: '自评',
  hidden: false,
  kind: 'answers',
  header_row: 2,
  rows: 9,
  columns: 3,
  mapping: [
    { column: 'A', heading: '单位代码', field: 'unit' },
    { column: 'B', heading: '甲', field: 'A1.1.1' },
    { column: 'C', heading: '乙', field: null },
  ],
  sample: [
    ['表', '', ''],
    ['单位代码', '甲', '乙'],
  ],
  sample_from: 1,
  hidden_rows: [],
}
const fields = (edit: { columns: { column: string; field: string | null }[] }) =>
  Object.fromEntries(edit.columns.map((entry) => [entry.column, entry.field]))

describe('what is said of the columns', () => {
  it('is at first what was recognised', () => {
    const edit = editOf(sheet, null)
    expect(edit).toMatchObject({ sheet: '自评', kind: 'answers', header_row: 2, name: '' })
    expect(fields(edit)).toEqual({ A: 'unit', B: 'A1.1.1' })
  })

  it('keeps the value maps of the mapping that the sheet was read by', () => {
    const mapping = JSON.stringify({
      name: '某厅',
      sheet: '自评',
      key: ['单位代码'],
      columns: [
        { heading: '甲', field: 'A1.1.1', values: { 优: '5' }, percent: 'points' },
        { letters: 'A', heading: '', field: 'unit', date_format: '%Y' },
      ],
    })
    const edit = editOf(sheet, mapping)
    expect(edit).toMatchObject({ name: '某厅', key: ['A'] })
    expect(edit.columns[1]).toMatchObject({ values: { 优: '5' }, percent: 'points' })
    expect(edit.columns[0]).toMatchObject({ column: 'A', date_format: '%Y' })
    // Of another sheet nothing was said.
    expect(editOf({ ...sheet, name: '别的' }, mapping).columns[1]?.values).toEqual({})
  })

  it('gives a field to the column that was given it last', () => {
    const edit = editOf(sheet, null)
    expect(fields(withField(edit, 'C', 'A1.1.1'))).toEqual({ A: 'unit', C: 'A1.1.1' })
    expect(fields(withField(edit, 'C', 'A1.1.2'))).toEqual({
      A: 'unit',
      B: 'A1.1.1',
      C: 'A1.1.2',
    })
    expect(fields(withField(edit, 'B', null))).toEqual({ A: 'unit' })
  })

  it('exchanges two columns, or moves one to a place that has none', () => {
    const edit = editOf(sheet, null)
    expect(fields(exchanged(edit, 'A', 'B'))).toEqual({ B: 'unit', A: 'A1.1.1' })
    expect(fields(exchanged(edit, 'B', 'C'))).toEqual({ A: 'unit', C: 'A1.1.1' })
    expect(exchanged(edit, 'B', 'B')).toBe(edit)
  })

  it('adds to the values that are known', () => {
    const edit = withValues(editOf(sheet, null), 'A1.1.1', { 优: '5' })
    const more = withValues(edit, 'A1.1.1', { 良: '4' })
    expect(more.columns[1]?.values).toEqual({ 优: '5', 良: '4' })
    expect(withMore(more, 'B', { percent: 'fraction' }).columns[1]).toMatchObject({
      percent: 'fraction',
      values: { 优: '5', 良: '4' },
    })
  })
})

describe('the row of the headings', () => {
  it('is the uppermost where they take several lines', () => {
    const three = {
      ...sheet,
      header_row: 3,
      sample: [
        ['单位代码', '六个方面', ''],
        ['', '甲', ''],
        ['', '', '乙'],
      ],
    }
    const mapping = three.mapping.map((entry) => ({ ...entry, field: entry.field ?? 'A1.1.2' }))
    expect(headerRow({ ...three, mapping })).toBe(1)
    expect(headerRow(sheet)).toBe(2)
    expect(headerRow({ ...sheet, header_row: null })).toBeNull()
  })
})
