/** A column of a grid. */
export interface Column<Row> {
  id: string
  label: string
  /** What stands in the cell. */
  text: (row: Row) => string
  /** What the rows are sorted by; a column without it is sorted by its text. */
  by?: (row: Row) => number | string | null
  number?: boolean
  /** What can be done with the row: nothing to sort by, and its heading is only heard. */
  actions?: boolean
  /** A word on what the column is, shown on its heading. */
  hint?: string
}

export interface Order {
  column: string
  down: boolean
}

/** The rows in the order of a column; empty ones last whichever way, ties as they stood. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | null,
): readonly Row[] {
  const column = columns.find((entry) => entry.id === order?.column)
  if (column === undefined || order === null) return rows
  const by = column.by ?? column.text
  const collator = new Intl.Collator('zh-CN', { numeric: true })
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null)
      }
      const way =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : collator.compare(String(a.value), String(b.value))
      return order.down ? -way : way
    })
    .map(({ row }) => row)
}

/** The next order when a heading is pressed: numbers begin with the greatest, words with the first. */
export function pressed<Row>(column: Column<Row>, order: Order | null): Order {
  if (order?.column === column.id) return { column: column.id, down: !order.down }
  return { column: column.id, down: column.number === true }
}
