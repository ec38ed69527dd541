import type { FrameworkView, UnitResultView } from '@/platform'

/** What an aspect brings to a unit's total, and what it could have brought. */
export interface Part {
  aspect: string
  /** Points of the total that its indicators bring. */
  points: number
  /** Points that they would bring with full scores. */
  possible: number
}

/**
 * The total before adjustments by aspect: each indicator brings its effective weight times its score.
 * True where groups are joined by weighted means; `exact` says whether the parts sum to the total.
 */
export function contributions(
  result: UnitResultView,
  framework: FrameworkView,
): { parts: Part[]; exact: boolean } {
  const objectives = new Map(framework.objectives.map((entry) => [entry.id, entry.aspect]))
  const aspects = new Map(
    framework.indicators.map((entry) => [entry.id, objectives.get(entry.objective)]),
  )
  const parts = framework.aspects.map(({ id }): Part => {
    const mine = result.indicators.filter(
      (entry) => aspects.get(entry.id) === id && entry.weight !== null,
    )
    return {
      aspect: id,
      points: mine.reduce((sum, entry) => sum + (entry.weight ?? 0) * (entry.score ?? 0), 0),
      possible: mine.reduce((sum, entry) => sum + (entry.weight ?? 0) * 100, 0),
    }
  })
  const sum = parts.reduce((total, part) => total + part.points, 0)
  return {
    parts,
    exact: result.aggregated !== null && Math.abs(sum - result.aggregated) < 0.005,
  }
}
