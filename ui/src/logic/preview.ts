import type { ProblemView } from '@/platform'
import { columnIndex } from './format'

const RANK: Record<string, number> = { error: 2, warning: 1, info: 0 }

/** A cell in A1 notation as column from 0 and row from 1; of a range its first cell. */
export function cellAt(cell: string): { column: number; row: number } | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d+)/.exec(cell)
  if (match !== null) return { column: columnIndex(match[1] ?? ''), row: Number(match[2]) }
  const row = /^(\d+):\d+$/.exec(cell)
  return row === null ? null : { column: 0, row: Number(row[1]) }
}

/** What is wrong in a sheet, by cell. */
export function marksOf(
  problems: readonly ProblemView[],
  sheet: string,
): Map<string, ProblemView[]> {
  const marks = new Map<string, ProblemView[]>()
  for (const problem of problems) {
    if (problem.sheet !== sheet || problem.cell === null) continue
    marks.set(problem.cell, [...(marks.get(problem.cell) ?? []), problem])
  }
  return marks
}

/** The worst that is wrong. */
export function worstOf(problems: readonly ProblemView[]): string | null {
  let worst: string | null = null
  for (const { severity } of problems) {
    if (worst === null || (RANK[severity] ?? 0) > (RANK[worst] ?? 0)) worst = severity
  }
  return worst
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

export interface ProblemKind {
  code: string
  severity: string
  count: number
  /** The first of them. */
  first: ProblemView
}

/** The kinds of what is wrong, the worst and commonest first. */
export function problemKinds(problems: readonly ProblemView[]): ProblemKind[] {
  const kinds = new Map<string, ProblemKind>()
  for (const problem of problems) {
    const { code, severity } = problem
    const kind = kinds.get(code) ?? { code, severity, count: 0, first: problem }
    kinds.set(code, {
      code,
      severity: (RANK[severity] ?? 0) > (RANK[kind.severity] ?? 0) ? severity : kind.severity,
      count: kind.count + 1,
      first: kind.first,
    })
  }
  return [...kinds.values()].sort(
    (a, b) => (RANK[b.severity] ?? 0) - (RANK[a.severity] ?? 0) || b.count - a.count,
  )
}

/** Where the problem is, for a person: sheet and cell, either of which may be missing. */
export function whereOf(problem: ProblemView): string {
  return [problem.sheet, problem.cell ?? ''].filter(Boolean).join(' ')
}
