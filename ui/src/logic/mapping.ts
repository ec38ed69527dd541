import type { ColumnChoice, MappingEdit, ReadOptions, SheetView } from '@/platform'

/** A column of a mapping file, as far as the window keeps what it says. */
interface Written {
  heading?: string
  letters?: string | null
  field?: string
  values?: Record<string, string>
  otherwise?: string | null
  date_format?: string | null
  percent?: string | null
}

interface WrittenMapping {
  name?: string
  sender?: string
  sheet?: string | null
  columns?: Written[]
  constants?: Record<string, string>
  key?: string[]
}

export const AS_RECOGNISED: ReadOptions = {
  kind: null,
  round: null,
  mapping: null,
  hidden: null,
  encoding: null,
  conflict: null,
}

/** The row that a mapping names: the uppermost where headings take several lines. */
export function headerRow(sheet: SheetView): number | null {
  if (sheet.header_row === null) return null
  const last = sheet.header_row - sheet.sample_from
  const isThere = (column: string) => {
    const at = indexOf(column)
    return (line: number) => (sheet.sample[line]?.[at] ?? '') !== ''
  }
  // Each column that is read has its heading in one of the lines; the first that has any is the row.
  let first = last
  for (const { column, field } of sheet.mapping) {
    if (field === null || isThere(column)(last)) continue
    for (let line = last - 1; line >= Math.max(0, last - 3); line -= 1) {
      if (!isThere(column)(line)) continue
      first = Math.min(first, line)
      break
    }
  }
  return first + sheet.sample_from
}

function indexOf(letters: string): number {
  let index = 0
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) - 64)
  return index - 1
}

function written(text: string | null): WrittenMapping {
  return text === null ? {} : (JSON.parse(text) as WrittenMapping)
}

/**
 * What is said of a sheet's columns now: as it was read, with the value maps and formats of the mapping
 * that it was read by.
 */
export function editOf(sheet: SheetView, mapping: string | null): MappingEdit {
  const given = written(mapping)
  const known = (given.sheet ?? sheet.name) === sheet.name ? (given.columns ?? []) : []
  const columns = sheet.mapping
    .filter((entry) => entry.field !== null)
    .map((entry): ColumnChoice => {
      const said = known.find(
        (column) => column.letters === entry.column || column.heading === entry.heading,
      )
      const kept = said?.field === entry.field ? said : undefined
      return {
        column: entry.column,
        field: entry.field,
        values: kept?.values ?? {},
        otherwise: kept?.otherwise ?? null,
        date_format: kept?.date_format ?? null,
        percent: kept?.percent ?? null,
      }
    })
  const letters = (heading: string) =>
    sheet.mapping.filter((entry) => entry.heading === heading).map((entry) => entry.column)
  return {
    name: given.name ?? '',
    sender: given.sender ?? '',
    sheet: sheet.name,
    kind: sheet.kind ?? '',
    header_row: headerRow(sheet),
    columns,
    constants: given.constants ?? {},
    key: (given.key ?? []).flatMap(letters),
  }
}

/** The same with another field for one column; a field that another column had belongs to this one now. */
export function withField(edit: MappingEdit, column: string, field: string | null): MappingEdit {
  const others = edit.columns.filter(
    (entry) => entry.column !== column && (field === null || entry.field !== field),
  )
  if (field === null) return { ...edit, columns: others }
  return { ...edit, columns: [...others, { ...blank(column), field }] }
}

/** The same with the fields of two columns exchanged. */
export function exchanged(edit: MappingEdit, from: string, to: string): MappingEdit {
  if (from === to) return edit
  const moved = (column: string) => (column === from ? to : column === to ? from : column)
  return {
    ...edit,
    columns: edit.columns.map((entry) => ({ ...entry, column: moved(entry.column) })),
  }
}

/** The same with more said of one column. */
export function withMore(
  edit: MappingEdit,
  column: string,
  more: Partial<ColumnChoice>,
): MappingEdit {
  return {
    ...edit,
    columns: edit.columns.map((entry) => (entry.column === column ? { ...entry, ...more } : entry)),
  }
}

/** The same with ours for values of theirs in the columns of a field. */
export function withValues(
  edit: MappingEdit,
  field: string,
  values: Record<string, string>,
): MappingEdit {
  return {
    ...edit,
    columns: edit.columns.map((entry) =>
      entry.field === field ? { ...entry, values: { ...entry.values, ...values } } : entry,
    ),
  }
}

function blank(column: string): ColumnChoice {
  return {
    column,
    field: null,
    values: {},
    otherwise: null,
    date_format: null,
    percent: null,
  }
}
