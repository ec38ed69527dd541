import { describe, expect, it } from 'vitest'

import type { FieldView } from '@/platform'
import { blankRow, edits, faultsOf, isChanged, rowOf, written, type Row } from './table'

const field = (id: string, required = false) => ({ id, required }) as FieldView
const fields = [field('unit', true), field('month', true), field('cases')]
const key = ['unit', 'month']
const saved = (unit: string, month: string, cases: number): Row =>
  rowOf({ key: `${unit}|${month}T00:00`, fields: { unit, month, cases }, source: null })
const number = (row: Row, value: number | null, text = String(value)) =>
  written(row, { id: row.id, field: 'cases', text, reading: { value, fault: null } })

describe('a table while it is edited', () => {
  it('saves rows that are changed and whole, and no others', () => {
    const still = saved('A', '2026-01', 3)
    const changed = number(saved('B', '2026-01', 4), 5)
    const begun = number(blankRow('+1'), 7)
    const rows = [still, changed, begun, blankRow('+2')]
    const faults = faultsOf(rows, fields, key)
    expect(faults).toEqual([
      { row: '+1', field: 'unit', fault: 'missing' },
      { row: '+1', field: 'month', fault: 'missing' },
    ])
    expect(edits(rows, ['gone'], faults).edits).toEqual([
      { key: changed.key, fields: { unit: 'B', month: '2026-01', cases: 5 } },
      { key: 'gone', fields: null },
    ])
  })
  it('keeps what cannot be read as it was typed, and does not save its row', () => {
    const row = written(saved('A', '2026-01', 3), {
      id: '',
      field: 'cases',
      text: 'many',
      reading: { value: null, fault: 'not_a_number' },
    })
    expect(row.faulty['cases']?.text).toBe('many')
    expect(isChanged(row)).toBe(true)
    const faults = faultsOf([row], fields, key)
    expect(faults.map((entry) => entry.fault)).toEqual(['not_a_number'])
    expect(edits([row], [], faults).edits).toEqual([])
    // Typed again as it was: nothing is left to save.
    expect(isChanged(number(row, 3))).toBe(false)
  })
  it('names a row that another has the key of', () => {
    const twin = { ...blankRow('+1'), values: { unit: 'A', month: '2026-01' } }
    const faults = faultsOf([saved('A', '2026-01', 3), twin], fields, key)
    expect(faults).toEqual([{ row: '+1', field: 'unit', fault: 'twice' }])
  })
})
