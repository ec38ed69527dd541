import type { FieldValue, FieldView, UnitView } from '@/platform'
import { readNumber } from './answers'
import { readMonth, readTime } from './time'

/** Why what was typed cannot stand in a cell. */
export type CellFault =
  | 'not_a_number'
  | 'too_small'
  | 'not_whole'
  | 'not_a_month'
  | 'not_a_time'
  | 'no_such_unit'
  | 'not_an_option'

export type CellReading =
  { value: FieldValue | null; fault: null } | { value: null; fault: CellFault }

const ANY = { type: 'number', zero: null, full: null, min: null, max: null } as const
/** Yes and no as people write them, in either language or as a tick. */
const YES = /^(\u662f|\u6709|\u221a|\u2713|y|yes|true|1)$/i
const NO = /^(\u5426|\u65e0|\u00d7|n|no|false|0)$/i

const of = (value: FieldValue | null): CellReading => ({ value, fault: null })
const not = (fault: CellFault): CellReading => ({ value: null, fault })

function unitOf(text: string, units: readonly UnitView[]): UnitView | undefined {
  const sought = text.toLowerCase()
  return (
    units.find((unit) => unit.code.toLowerCase() === sought) ??
    units.find((unit) => unit.name.zh === text || unit.name.en.toLowerCase() === sought)
  )
}

/** What a person typed or pasted into a cell, as the field holds it; empty is no value. */
export function readCell(field: FieldView, typed: string, units: readonly UnitView[]): CellReading {
  const text = typed.trim()
  if (text === '') return of(null)
  if (field.kind === 'number') {
    const { value, fault } = readNumber(text, ANY)
    if (fault !== null || value === null) return not('not_a_number')
    if (field.min !== null && value < field.min) return not('too_small')
    if (field.whole && !Number.isInteger(value)) return not('not_whole')
    return of(value)
  }
  if (field.kind === 'month') {
    const month = readMonth(text)
    return month === null ? not('not_a_month') : of(month)
  }
  if (field.kind === 'time') {
    const time = readTime(text)
    return time === null ? not('not_a_time') : of(time)
  }
  if (field.kind === 'unit') {
    const unit = unitOf(text, units)
    return unit === undefined ? not('no_such_unit') : of(unit.code)
  }
  if (field.kind === 'flag') {
    if (YES.test(text)) return of(true)
    return NO.test(text) ? of(false) : not('not_an_option')
  }
  if (field.kind === 'choice') {
    const option = field.options.find(
      ({ code, label }) => code === text || label.zh === text || label.en === text,
    )
    return option === undefined ? not('not_an_option') : of(option.code)
  }
  return of(text)
}

/**
 * The cells of a block copied in a spreadsheet: rows by line, cells by tab; the last line break is no row. A cell that
 * holds a line break, a tab or begins with a quotation mark is put between quotation marks there, its own ones doubled.
 */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/gy
  const block = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let ended = false; !ended;) {
    const found = cells.exec(block)
    if (found === null) break
    const [, quoted, bare = '', after] = found
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare)
    if (after === '\n') rows.push([])
    ended = after === ''
  }
  return rows
}

/** Whether the first row of a block names the columns that it is pasted into. */
export function isHeading(row: readonly string[], fields: readonly FieldView[]): boolean {
  const named = row.map((cell, at) => {
    const { name } = fields[at] ?? {}
    return name !== undefined && [name.zh, name.en].includes(cell.trim())
  })
  return named.length > 0 && named.every(Boolean)
}
