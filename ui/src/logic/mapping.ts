import type { FrameworkView, SheetView } from '@/platform'

/** Registers that have a kind of table of their own; the incident register stands first in a framework. */
const REGISTERS: Record<string, string> = {
  cases: 'case_monthly',
  complaints: 'complaint_monthly',
  transfers: 'transfer',
}

/** Fields that a kind of table has, whatever the framework is. */
const FIELDS: Record<string, readonly string[]> = {
  answers: ['unit', 'indicator', 'value', 'na_reason', 'note', 'city'],
  units: ['code', 'name', 'name_en', 'peer_group', 'parent', 'tags'],
  survey: ['response_id', 'answered_at', 'unit', 'city'],
}

/** What a column of a sheet could be, those already recognised first. */
export function fieldsOf(sheet: SheetView, framework: FrameworkView | null): string[] {
  const kind = sheet.kind ?? ''
  const known = sheet.mapping.flatMap((entry) => (entry.field === null ? [] : [entry.field]))
  const registers = framework?.registers ?? []
  const register =
    kind === 'incidents'
      ? registers[0]
      : registers.find((entry) => entry.id === (REGISTERS[kind] ?? kind))
  const own = register?.fields.map((field) => field.id) ?? [...(FIELDS[kind] ?? [])]
  const indicators =
    kind === 'answers'
      ? (framework?.indicators ?? []).filter((entry) => !entry.derived).map((entry) => entry.id)
      : []
  return [...new Set([...known, ...own, ...indicators])]
}

/** The row that a mapping names: the upper one where headings take two lines. */
function headerRow(sheet: SheetView): number | null {
  if (sheet.header_row === null) return null
  const line = sheet.sample[sheet.header_row - sheet.sample_from] ?? []
  const read = sheet.mapping.filter((entry) => entry.field !== null)
  const places = new Map(sheet.mapping.map((entry) => [entry.column, entry]))
  const written = line.filter((text) => text !== '').length
  return read.length > written && places.size > written ? sheet.header_row - 1 : sheet.header_row
}

/**
 * A mapping file's text that reads the sheet as it was recognised, but for one column:
 * `field` is what that column is, `null` where it is not to be read.
 * A field that two columns would claim belongs to the one it was given to last.
 */
export function remapped(sheet: SheetView, letters: string, field: string | null): string {
  const columns = sheet.mapping
    .filter((entry) => entry.field !== null && entry.column !== letters && entry.field !== field)
    .map((entry) => ({ heading: entry.heading, letters: entry.column, field: entry.field }))
  if (field !== null) {
    const heading = sheet.mapping.find((entry) => entry.column === letters)?.heading ?? ''
    columns.push({ heading, letters, field })
  }
  const row = headerRow(sheet)
  return JSON.stringify({
    ...(sheet.kind === null ? {} : { kind: sheet.kind }),
    ...(sheet.name === '' ? {} : { sheet: sheet.name }),
    ...(row === null ? {} : { header_row: row }),
    columns,
  })
}
