import type { FindingView } from '@/platform'
import { wordsOf } from './filter'

/** The states of a finding, in the order of its life. */
export const STATES = ['open', 'mending', 'mended', 'closed'] as const
export type State = (typeof STATES)[number]

export interface Sought {
  unit: string
  text: string
  overdue: boolean
}

function answers(finding: FindingView, sought: Sought): boolean {
  const text =
    `${finding.unit} ${finding.indicator ?? ''} ${finding.description} ${finding.demand} ${finding.responsible}`.toLowerCase()
  return (
    (sought.unit === '' || finding.unit === sought.unit) &&
    (!sought.overdue || finding.overdue) &&
    wordsOf(sought.text).every((word) => text.includes(word))
  )
}

/** The number of a finding in what the program calls it, such as `finding 3`. */
export function findingNamed(subject: string): string | undefined {
  return /^finding (\d+)$/.exec(subject)?.[1]
}

/** Findings by state: overdue ones first, then by deadline, those without one last. */
export function columnsOf(
  findings: readonly FindingView[],
  sought: Sought,
): Record<State, FindingView[]> {
  const kept = findings
    .filter((finding) => answers(finding, sought))
    .sort(
      (a, b) =>
        Number(b.overdue) - Number(a.overdue) ||
        (a.deadline ?? '9999').localeCompare(b.deadline ?? '9999') ||
        a.id - b.id,
    )
  const of = (state: State) => kept.filter((finding) => finding.state === state)
  return { open: of('open'), mending: of('mending'), mended: of('mended'), closed: of('closed') }
}

/** The state that follows, and the one before; `null` at either end. */
export function beside(state: string): { next: State | null; previous: State | null } {
  const at = STATES.findIndex((entry) => entry === state)
  return {
    next: at < 0 ? null : (STATES[at + 1] ?? null),
    previous: at <= 0 ? null : (STATES[at - 1] ?? null),
  }
}
