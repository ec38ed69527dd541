import type { RankRow } from '@/platform'
import type { Item } from './review'

/** How a sample is drawn. The same words give the same sample. */
export interface Design {
  seed: string
  /** Share of the units of each peer group, 0..1. */
  share: number
  /** At least so many of each. */
  least: number
  /** Answers of each unit. */
  answers: number
}

/** What speaks for looking at something, each with its weight; 1 stands for nothing special. */
export interface Risk<Reason extends string> {
  weight: number
  reasons: Reason[]
}
type UnitReason = 'jump' | 'gaps' | 'adjusted'
type AnswerReason = 'flagged' | 'bare_high' | 'jump'

/** Points between two rounds that make a total worth a look. */
const JUMP = 10
/** A score from which an answer without evidence is worth a look. */
const HIGH = 80

export function unitRisk(row: RankRow): Risk<UnitReason> {
  const reasons: UnitReason[] = []
  let weight = 1
  if (row.total !== null && row.last_total !== null) {
    const jump = Math.abs(row.total - row.last_total)
    weight += jump / JUMP
    if (jump >= JUMP) reasons.push('jump')
  }
  weight += (1 - row.completeness) * 2
  if (row.completeness < 0.8) reasons.push('gaps')
  if (row.adjusted !== 0) {
    weight += 1
    reasons.push('adjusted')
  }
  return { weight, reasons }
}

export function answerRisk(item: Item): Risk<AnswerReason> {
  const { self } = item
  const reasons: AnswerReason[] = []
  let weight = 1
  if (self.flagged) {
    weight += 4
    reasons.push('flagged')
  }
  if (self.evidence === 0 && (self.score ?? 0) >= HIGH) {
    weight += 2
    reasons.push('bare_high')
  }
  const control = item.indicator.control
  const span =
    control.type === 'number'
      ? Math.abs((control.full ?? 0) - (control.zero ?? 0))
      : Math.max(1, ...control.options.map((option) => Math.abs(option.value)))
  if (self.value !== null && self.last_value !== null && span > 0) {
    const jump = Math.abs(self.value - self.last_value) / span
    if (jump >= 0.4) {
      weight += 2
      reasons.push('jump')
    }
  }
  return { weight, reasons }
}

/**
 * A number above 0 and up to 1 that goes by the words alone: FNV-1a over the characters, then the mixing
 * steps of MurmurHash3, so that neighbours do not resemble each other.
 */
export function chance(words: string): number {
  let hash = 0x811c9dc5
  for (const letter of words) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) + 1) / 4_294_967_296
}

/**
 * So many of the candidates, without replacement, each with a chance in proportion to its weight
 * (Efraimidis and Spirakis 2006: the smallest of −ln(u)/w). A candidate's draw goes by the seed and its id,
 * so one that is added or gone moves none of the others.
 */
export function draw<C>(
  candidates: readonly C[],
  count: number,
  seed: string,
  id: (candidate: C) => string,
  weight: (candidate: C) => number,
): C[] {
  return candidates
    .map((candidate) => ({
      candidate,
      key: -Math.log(chance(`${seed}\u0000${id(candidate)}`)) / weight(candidate),
    }))
    .sort((a, b) => a.key - b.key || id(a.candidate).localeCompare(id(b.candidate)))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** The units of a sample, peer group by peer group. */
export function sampleUnits(rows: readonly RankRow[], design: Design): RankRow[] {
  const strata = new Map<string, RankRow[]>()
  for (const row of rows) {
    strata.set(row.peer_group, [...(strata.get(row.peer_group) ?? []), row])
  }
  return [...strata.values()].flatMap((members) =>
    draw(
      members,
      Math.max(design.least, Math.ceil(members.length * design.share)),
      design.seed,
      (row) => row.code,
      (row) => unitRisk(row).weight,
    ),
  )
}

/** The answers of a unit that belong to the sample. */
export function sampleItems(items: readonly Item[], unit: string, design: Design): Item[] {
  return draw(
    items,
    design.answers,
    `${design.seed}\u0000${unit}`,
    (item) => item.indicator.id,
    (item) => answerRisk(item).weight,
  )
}
