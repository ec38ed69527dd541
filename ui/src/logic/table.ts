import type { FieldView, RegisterRow, RowEdit } from '@/platform'
import type { Fields } from './incidents'
import type { CellFault, CellReading } from './cells'

/** A row of a table while it is edited. */
export interface Row {
  /** Stays the same while the row is edited, whatever its key becomes. */
  id: string
  /** What the file knows it by; `null` for one that is not saved yet. */
  key: string | null
  values: Fields
  /** What was typed and cannot be read, with why. */
  faulty: Record<string, { text: string; fault: CellFault }>
  /** As the file has it; `null` where it does not. */
  saved: RegisterRow | null
}

/** Rows as they stood before a step, so that it can be taken back; `null` where there was none. */
export type Step = { id: string; before: Row | null }[]

export interface Write {
  id: string
  field: string
  text: string
  reading: CellReading
}

/** A row as the file has it. */
export function rowOf(saved: RegisterRow): Row {
  return { id: saved.key, key: saved.key, values: { ...saved.fields } as Fields, faulty: {}, saved }
}

export function blankRow(id: string, values: Fields = {}): Row {
  return { id, key: null, values, faulty: {}, saved: null }
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key))
}

/** A row with one cell written. */
export function written(row: Row, { field, text, reading }: Write): Row {
  const values = without(row.values, field) as Fields
  const faulty = without(row.faulty, field)
  if (reading.fault !== null) {
    return { ...row, values, faulty: { ...faulty, [field]: { text, fault: reading.fault } } }
  }
  return {
    ...row,
    faulty,
    values: reading.value === null ? values : { ...values, [field]: reading.value },
  }
}

export function isBlank(row: Row): boolean {
  return Object.keys(row.values).length === 0 && Object.keys(row.faulty).length === 0
}

function same(a: Fields, b: Fields): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** Something in it is not in the file yet. */
export function isChanged(row: Row): boolean {
  if (Object.keys(row.faulty).length > 0) return true
  return row.saved === null ? !isBlank(row) : !same(row.values, row.saved.fields as Fields)
}

/** What names a row, where all of it is filled in. */
export function keyOf(row: Row, key: readonly string[]): string | null {
  const parts = key.map((field) => row.values[field])
  return parts.some((part) => part === undefined) ? null : parts.join('|')
}

/** A cell's own fault, or what the row as a whole lacks, by row and field. */
export type Fault = CellFault | 'missing' | 'twice'

export interface TableFault {
  row: string
  field: string
  fault: Fault
}

/** Everything that keeps rows from being saved. */
export function faultsOf(
  rows: readonly Row[],
  fields: readonly FieldView[],
  key: readonly string[],
): TableFault[] {
  const count = new Map<string, number>()
  for (const row of rows) {
    const name = keyOf(row, key)
    if (name !== null) count.set(name, (count.get(name) ?? 0) + 1)
  }
  return rows.flatMap((row) => {
    if (isBlank(row) && row.key === null) return []
    const name = keyOf(row, key)
    const twice = name !== null && (count.get(name) ?? 0) > 1 && isChanged(row)
    return fields.flatMap(({ id, required }): TableFault[] => {
      const own = row.faulty[id]
      if (own !== undefined) return [{ row: row.id, field: id, fault: own.fault }]
      if (required && !(id in row.values)) return [{ row: row.id, field: id, fault: 'missing' }]
      return twice && id === key[0] ? [{ row: row.id, field: id, fault: 'twice' }] : []
    })
  })
}

/** What is to be saved: rows that are changed and whole, and those that are gone. */
export function edits(
  rows: readonly Row[],
  gone: readonly string[],
  faults: readonly TableFault[],
): { rows: Row[]; edits: RowEdit[] } {
  const faulty = new Set(faults.map((fault) => fault.row))
  const ready = rows.filter((row) => isChanged(row) && !isBlank(row) && !faulty.has(row.id))
  return {
    rows: ready,
    edits: [
      ...ready.map((row): RowEdit => ({ key: row.key, fields: row.values })),
      ...gone.map((key): RowEdit => ({ key, fields: null })),
    ],
  }
}
