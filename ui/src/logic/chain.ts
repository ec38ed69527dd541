import type { ChainLinkView } from '@/platform'
import type { Fields } from './incidents'

/** Whether somebody did what they ought to have done; `null` where nobody has judged it. */
export type Acted = 'done' | 'late' | 'not_done' | null

export interface Link {
  rule: ChainLinkView
  /** The incident must have it. */
  due: boolean
  /** Somebody is named. */
  named: boolean
  /** The first link that must be there and is empty. */
  breaks: boolean
  acted: Acted
}

function filled(values: Fields, field: string): boolean {
  const value = values[field]
  return value !== undefined && String(value).trim() !== ''
}

function actedOf(rule: ChainLinkView, values: Fields): Acted {
  if (rule.acted === null || !filled(values, rule.acted.field)) return null
  const said = values[rule.acted.field]
  if (said === rule.acted.done) return 'done'
  return said === rule.acted.late ? 'late' : 'not_done'
}

/** The chain of responsibility, first to last, as an incident fills it. */
export function chainOf(
  rules: readonly ChainLinkView[],
  due: readonly string[],
  values: Fields,
): Link[] {
  const breaks = rules.find((rule) => due.includes(rule.field) && !filled(values, rule.field))
  return rules.map((rule) => ({
    rule,
    due: due.includes(rule.field),
    named: filled(values, rule.field),
    breaks: rule === breaks,
    acted: actedOf(rule, values),
  }))
}

/** Every field that the chain shows, so that the form shows it nowhere else. */
export function fieldsOf(rules: readonly ChainLinkView[]): Set<string> {
  return new Set(
    rules.flatMap((rule) => [
      rule.field,
      ...(rule.duty_field === null ? [] : [rule.duty_field]),
      ...(rule.acted === null ? [] : [rule.acted.field]),
    ]),
  )
}
