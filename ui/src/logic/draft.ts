import type { FrameworkSource, PlacedFault, SourceChange, SourceRow, SourceTable } from '@/platform'

/** A cell of a table: which file, row and column. */
export interface CellPlace {
  file: string
  row: string
  column: string
}

export function cellKey({ file, row, column }: CellPlace): string {
  return JSON.stringify([file, row, column])
}

/** A table with changes made to it. Removed rows are gone, added ones stand where they were put. */
export function changedTable(table: SourceTable, changes: readonly SourceChange[]): SourceTable {
  let rows: SourceRow[] = table.rows.map((row) => ({ key: row.key, cells: [...row.cells] }))
  for (const change of changes) {
    if (change.type === 'number' || change.type === 'text' || change.file !== table.file) continue
    if (change.type === 'remove') {
      rows = rows.filter((row) => row.key !== change.row)
    } else if (change.type === 'add') {
      const cells = table.columns.map((column) => change.cells[column] ?? '')
      const at = rows.findIndex((row) => row.key === change.after)
      rows.splice(at < 0 ? rows.length : at + 1, 0, { key: change.row, cells })
    } else {
      const cells = rows.find((row) => row.key === change.row)?.cells
      const at = table.columns.indexOf(change.column)
      if (cells !== undefined && at >= 0) cells[at] = change.value
    }
  }
  return { ...table, rows }
}

/** The changes with one more; a later word on the same place takes the place of the earlier. */
export function withChange(changes: readonly SourceChange[], change: SourceChange): SourceChange[] {
  if (change.type === 'cell') {
    // What is typed into a row that was added belongs to the row.
    const added = changes.find(
      (entry) => entry.type === 'add' && entry.file === change.file && entry.row === change.row,
    )
    if (added?.type === 'add') {
      return changes.map((entry) =>
        entry === added
          ? { ...added, cells: { ...added.cells, [change.column]: change.value } }
          : entry,
      )
    }
  }
  if (change.type === 'remove') {
    const own = changes.filter(
      (entry) =>
        !(
          (entry.type === 'cell' || entry.type === 'add') &&
          entry.file === change.file &&
          entry.row === change.row
        ),
    )
    const added = changes.some(
      (entry) => entry.type === 'add' && entry.file === change.file && entry.row === change.row,
    )
    return added ? own : [...own, change]
  }
  // A text takes the place of its whole file, with the numbers that stand in it.
  const others = changes.filter(
    (entry) =>
      placeOf(entry) !== placeOf(change) &&
      !(change.type === 'text' && entry.type === 'number' && entry.file === change.file),
  )
  return [...others, change]
}

function placeOf(change: SourceChange): string {
  switch (change.type) {
    case 'cell':
      return cellKey(change)
    case 'number':
      return JSON.stringify([change.file, ...change.path])
    case 'text':
      return JSON.stringify([change.file])
    default:
      return JSON.stringify([change.type, change.file, change.row])
  }
}

/** The changes without those that say what stood there before. */
export function withoutIdle(source: FrameworkSource, changes: readonly SourceChange[]) {
  const tables = new Map(source.tables.map((table) => [table.file, table]))
  const texts = new Map(source.texts.map((text) => [text.file, text]))
  const retyped = new Set(
    changes.flatMap((change) =>
      change.type === 'text' && texts.get(change.file)?.text !== change.text ? [change.file] : [],
    ),
  )
  return changes.filter((change) => {
    if (change.type === 'cell') {
      const table = tables.get(change.file)
      const at = table?.columns.indexOf(change.column) ?? -1
      const was = table?.rows.find((row) => row.key === change.row)?.cells[at]
      return was !== change.value
    }
    if (change.type === 'number') {
      // In a text of the person's own another number may stand.
      if (retyped.has(change.file)) return true
      const known = texts.get(change.file)?.numbers
      const path = JSON.stringify(change.path)
      return known?.find((entry) => JSON.stringify(entry.path) === path)?.value !== change.value
    }
    if (change.type === 'text') return texts.get(change.file)?.text !== change.text
    return true
  })
}

/** The sum of a column's numbers; what is no number counts nothing. */
export function sumOf(table: SourceTable, rows: readonly SourceRow[], column: string): number {
  const at = table.columns.indexOf(column)
  return rows.reduce((sum, row) => {
    const value = Number(row.cells[at])
    return Number.isFinite(value) ? sum + value : sum
  }, 0)
}

/** Weights in proportion to what they are, four decimals each, that sum to 1; the greatest takes the rest. */
export function toOne(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum <= 0) return weights.map(() => 1 / weights.length)
  const steps = weights.map((weight) => Math.round((weight / sum) * 10_000))
  const most = steps.indexOf(Math.max(...steps))
  const rest = 10_000 - steps.reduce((all, step) => all + step, 0)
  return steps.map((step, at) => (step + (at === most ? rest : 0)) / 10_000)
}

/** Faults by the cell that they are mended at; those without one stand under their file. */
export function faultsByPlace(faults: readonly PlacedFault[]): Map<string, PlacedFault[]> {
  const by = new Map<string, PlacedFault[]>()
  for (const fault of faults) {
    const { row, column } = fault
    const key = cellKey({ file: fault.fault.file, row: row ?? '', column: column ?? '' })
    by.set(key, [...(by.get(key) ?? []), fault])
  }
  return by
}
