import type { DeadlineView, FieldView } from '@/platform'
import type { Fields } from './incidents'

export interface Moment {
  at: string
  /** Field that holds it; `null` for a deadline. */
  field: string | null
  deadline: DeadlineView | null
}

/** What happened and what is due, first to last. */
export function timeline(
  fields: readonly FieldView[],
  values: Fields,
  deadlines: readonly DeadlineView[],
): Moment[] {
  const happened = fields.flatMap((field): Moment[] => {
    const value = values[field.id]
    return field.kind === 'time' && typeof value === 'string' && value !== ''
      ? [{ at: value, field: field.id, deadline: null }]
      : []
  })
  const due = deadlines.flatMap((deadline): Moment[] =>
    deadline.due_at === null ? [] : [{ at: deadline.due_at, field: null, deadline }],
  )
  return [...happened, ...due].sort((a, b) => a.at.slice(0, 16).localeCompare(b.at.slice(0, 16)))
}

/** Minutes from `now` until a moment in local time; negative when it has passed. */
export function minutesUntil(at: string, now: Date): number {
  return Math.round((new Date(at).getTime() - now.getTime()) / 60_000)
}
