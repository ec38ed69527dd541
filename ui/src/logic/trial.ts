import type { AnswerTry, ControlView, MovedUnit, ShareTry } from '@/platform'

/** The values that a slider goes through. */
export interface Slide {
  min: number
  max: number
  step: number
}

/** Steps of a slider over a range of numbers. */
const STEPS = 100

/** What a slider of an indicator goes through; `null` where its scale has no two ends. */
export function slideOf(control: ControlView): Slide | null {
  if (control.type === 'options') {
    const values = control.options.map((option) => option.value)
    const [min, max] = [Math.min(...values), Math.max(...values)]
    if (values.length < 2) return null
    const gaps = [...values]
      .sort((a, b) => a - b)
      .map((value, at, all) => value - (all[at - 1] ?? value))
    const step = Math.min(...gaps.filter((gap) => gap > 0))
    return { min, max, step }
  }
  const { zero, full } = control
  if (zero === null || full === null || zero === full) return null
  const [min, max] = [Math.min(zero, full), Math.max(zero, full)]
  const wide = max - min
  return { min, max, step: wide >= STEPS && Number.isInteger(wide) ? 1 : wide / STEPS }
}

/** A slider's place as a value of the control: the nearest option, or the number without noise. */
export function valueAt(control: ControlView, place: number): number {
  if (control.type === 'options') {
    const values = control.options.map((option) => option.value)
    return values.reduce((best, value) =>
      Math.abs(value - place) < Math.abs(best - place) ? value : best,
    )
  }
  return Number(place.toFixed(6))
}

/** The shares with one moved. The others that were moved stay, as far as that leaves room, but for the first where none would be free. */
export function withShare(
  shares: ReadonlyMap<string, number>,
  members: number,
  id: string,
  share: number,
): Map<string, number> {
  const next = new Map(shares)
  next.delete(id)
  const [first] = next.keys()
  if (first !== undefined && next.size >= members - 1) next.delete(first)
  const taken = [...next.values()].reduce((sum, value) => sum + value, 0)
  return next.set(id, Math.min(share, Math.max(0, 1 - taken)))
}

/** The share of each member as a trial has it: what the moved ones leave goes to the others in proportion. */
export function sharesOf(
  members: readonly { id: string; weight: number }[],
  shares: ReadonlyMap<string, number>,
): Map<string, number> {
  const free = members.filter(({ id }) => !shares.has(id))
  const left = 1 - [...shares.values()].reduce((sum, value) => sum + value, 0)
  const whole = free.reduce((sum, { weight }) => sum + weight, 0)
  return new Map(
    members.map(({ id, weight }) => [
      id,
      shares.get(id) ?? (whole > 0 ? (weight / whole) * Math.max(0, left) : 0),
    ]),
  )
}

/** What is tried: the answers that differ from those that stand, and the shares that were moved. */
export function trialOf(
  unit: string,
  standing: ReadonlyMap<string, number | null>,
  tried: ReadonlyMap<string, number>,
  shares: ReadonlyMap<string, number>,
): { answers: AnswerTry[]; shares: ShareTry[] } {
  return {
    answers: [...tried]
      .filter(([indicator, value]) => standing.get(indicator) !== value)
      .map(([indicator, value]) => ({ unit, indicator, value })),
    shares: [...shares].map(([element, share]) => ({ element, share })),
  }
}

/** By how much a unit's total changes; `null` where it has none before or after. */
export function changeOf(unit: MovedUnit): number | null {
  return unit.total_before === null || unit.total_after === null
    ? null
    : unit.total_after - unit.total_before
}

/** Units whose total, rank or grade changes to be seen, the greatest change first. */
export function movedOf(units: readonly MovedUnit[]): MovedUnit[] {
  const size = (unit: MovedUnit) => Math.abs(changeOf(unit) ?? 0)
  return units
    .filter(
      (unit) =>
        size(unit) >= 0.005 ||
        unit.rank_before !== unit.rank_after ||
        unit.grade_before?.code !== unit.grade_after?.code,
    )
    .sort((a, b) => size(b) - size(a))
}
