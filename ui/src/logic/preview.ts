import type { ProblemView, SheetView } from '@/platform'
import { columnIndex, columnLetters } from './format'

export interface SampleCell {
  text: string
  /** The worst that is wrong here. */
  severity: string | null
  codes: string[]
}

export interface SampleRow {
  /** Row in the sheet, from 1. */
  number: number
  heading: boolean
  cells: SampleCell[]
}

export interface Sample {
  columns: { letters: string; field: string | null }[]
  rows: SampleRow[]
}

const RANK: Record<string, number> = { error: 2, warning: 1, info: 0 }

function worse(a: string | null, b: string): string {
  return a === null || (RANK[b] ?? 0) > (RANK[a] ?? 0) ? b : a
}

/** A cell in A1 notation as column from 0 and row from 1; of a range its first cell. */
export function cellAt(cell: string): { column: number; row: number } | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d+)/.exec(cell)
  if (match === null) return null
  return { column: columnIndex(match[1] ?? ''), row: Number(match[2]) }
}

/** The first rows of a sheet with what is wrong in each cell. */
export function sampleOf(sheet: SheetView, problems: readonly ProblemView[]): Sample {
  const marks = new Map<string, { severity: string | null; codes: string[] }>()
  for (const problem of problems) {
    if (problem.sheet !== sheet.name || problem.cell === null) continue
    const at = cellAt(problem.cell)
    if (at === null) continue
    const key = `${at.column}:${at.row}`
    const mark = marks.get(key) ?? { severity: null, codes: [] }
    marks.set(key, {
      severity: worse(mark.severity, problem.severity),
      codes: [...mark.codes, problem.code],
    })
  }
  const width = Math.max(0, ...sheet.sample.map((row) => row.length))
  const fields = new Map(sheet.mapping.map((entry) => [entry.column, entry.field]))
  return {
    columns: Array.from({ length: width }, (_, index) => {
      const letters = columnLetters(index)
      return { letters, field: fields.get(letters) ?? null }
    }),
    rows: sheet.sample.map((row, index) => {
      const number = sheet.sample_from + index
      return {
        number,
        heading: number === sheet.header_row,
        cells: Array.from({ length: width }, (_, column) => ({
          text: row[column] ?? '',
          severity: null,
          codes: [],
          ...marks.get(`${column}:${number}`),
        })),
      }
    }),
  }
}

export interface Tally {
  error: number
  warning: number
  info: number
}

export function tally(problems: readonly ProblemView[]): Tally {
  const counts: Tally = { error: 0, warning: 0, info: 0 }
  for (const { severity } of problems) {
    if (severity === 'error' || severity === 'warning' || severity === 'info') counts[severity] += 1
  }
  return counts
}

/** Where the problem is, for a person: sheet and cell, either of which may be missing. */
export function whereOf(problem: ProblemView): string {
  return [problem.sheet, problem.cell ?? ''].filter(Boolean).join(' ')
}
