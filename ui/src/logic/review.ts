import type { AnswerEdit, FormAnswerView, FormView, FrameworkView, IndicatorView } from '@/platform'

/** One answer to be verified: what the unit said and what was verified of it. */
export interface Item {
  indicator: IndicatorView
  self: FormAnswerView
  verified: FormAnswerView | null
  state: 'waiting' | 'accepted' | 'adjusted'
}

/** Which items a list shows. */
export const SHOWN = ['waiting', 'all', 'evidence', 'none', 'flagged', 'sample'] as const
export type Shown = (typeof SHOWN)[number]

function given(answer: FormAnswerView | undefined): boolean {
  return answer !== undefined && (answer.value !== null || answer.reason !== null)
}

/** What a unit reported, in the framework's order; what is computed needs no verification. */
export function itemsOf(framework: FrameworkView, self: FormView, verified: FormView): Item[] {
  const reported = new Map(self.answers.map((answer) => [answer.indicator, answer]))
  const checked = new Map(verified.answers.map((answer) => [answer.indicator, answer]))
  return framework.indicators.flatMap((indicator): Item[] => {
    const mine = reported.get(indicator.id)
    if (mine === undefined || mine.derived || !given(mine)) return []
    const found = checked.get(indicator.id)
    const seen = found !== undefined && given(found) ? found : null
    const same = seen?.value === mine.value && seen.reason === mine.reason
    return [
      {
        indicator,
        self: mine,
        verified: seen,
        state: seen === null ? 'waiting' : same ? 'accepted' : 'adjusted',
      },
    ]
  })
}

/** `sample` holds the ids of the unit's answers that were drawn. */
export function matches(item: Item, shown: Shown, sample: ReadonlySet<string>): boolean {
  switch (shown) {
    case 'sample':
      return sample.has(item.indicator.id)
    case 'all':
      return true
    case 'waiting':
      return item.state === 'waiting'
    case 'evidence':
      return item.state === 'waiting' && item.self.evidence > 0
    case 'none':
      return item.state === 'waiting' && item.self.evidence === 0
    case 'flagged':
      return item.self.flagged
  }
}

/** A rule under which answers may be accepted together. */
export interface Rule {
  /** Only where files lie behind the answer. */
  evidence: boolean
  /** Only where last round's value is the same. */
  unchanged: boolean
}

/** Waiting answers that a rule lets through; what is flagged is always looked at by a person. */
export function under(rule: Rule, items: readonly Item[]): Item[] {
  return items.filter(
    (item) =>
      item.state === 'waiting' &&
      !item.self.flagged &&
      (!rule.evidence || item.self.evidence > 0) &&
      (!rule.unchanged ||
        (item.self.last_value !== null && item.self.last_value === item.self.value)),
  )
}

/** The unit's answer as verified. */
export function accepting(view: FormView, item: Item): AnswerEdit {
  return {
    round: view.round,
    unit: view.unit.code,
    indicator: item.indicator.id,
    layer: 'verified',
    value: item.self.value,
    reason: item.self.reason,
    note: item.verified?.note ?? null,
    flagged: false,
  }
}

/** The item that follows in a list, or the first where none does. */
export function following(items: readonly Item[], id: string | null, step: number): Item | null {
  const at = items.findIndex((item) => item.indicator.id === id)
  if (at < 0) return items[0] ?? null
  return items[Math.min(items.length - 1, Math.max(0, at + step))] ?? null
}
