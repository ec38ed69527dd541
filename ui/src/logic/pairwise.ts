import type { JudgementEdit } from '@/platform'

/** How far a judgement goes either way: 8 steps from "as much" to "nine times". */
export const FARTHEST = 8

/** Judgements by pair: steps towards the first (above 0) or the second (below 0); 0 is as much. */
export type Judgements = ReadonlyMap<string, number>

export interface Pair {
  row: number
  column: number
  id: string
}

/** Every pair of `count` things once, in the order in which a person goes through them. */
export function pairsOf(count: number): Pair[] {
  const pairs: Pair[] = []
  for (let row = 0; row < count; row += 1) {
    for (let column = row + 1; column < count; column += 1) {
      pairs.push({ row, column, id: `${row}:${column}` })
    }
  }
  return pairs
}

/** How many times the first matters as much as the second, on Saaty's scale 1/9 to 9. */
export function valueOf(step: number): number {
  return step >= 0 ? step + 1 : 1 / (1 - step)
}

/** The step nearest to a value of the scale. */
export function stepOf(value: number): number {
  const step = value >= 1 ? value - 1 : 1 - 1 / value
  return Math.max(-FARTHEST, Math.min(FARTHEST, Math.round(step)))
}

/** Judgements as the shell takes them; pairs that are not judged are left out. */
export function editsOf(count: number, judgements: Judgements): JudgementEdit[] {
  return pairsOf(count).flatMap(({ row, column, id }) => {
    const step = judgements.get(id)
    return step === undefined ? [] : [{ row, column, value: valueOf(step) }]
  })
}

/** What a key does to a judgement; `null` where it does nothing. A digit judges at once, with Shift for the second. */
export function stepForKey(key: string, shift: boolean, step: number | undefined): number | null {
  const at = step ?? 0
  if (key === 'ArrowLeft') return Math.min(FARTHEST, at + 1)
  if (key === 'ArrowRight') return Math.max(-FARTHEST, at - 1)
  if (key === '0' || key === '=') return 0
  if (/^[1-9]$/.test(key)) return shift ? 1 - Number(key) : Number(key) - 1
  return null
}

/** Names as they were kept; what cannot be read is no name. */
export function namesOf(text: string | null): string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

/** As text that can be kept, and back; what cannot be read is no judgement. */
export function kept(judgements: Judgements): string {
  return JSON.stringify([...judgements])
}
export function recalled(text: string | null): Map<string, number> {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(list)) return new Map()
    return new Map(
      list.filter(
        (entry): entry is [string, number] =>
          Array.isArray(entry) &&
          typeof entry[0] === 'string' &&
          Number.isInteger(entry[1]) &&
          Math.abs(entry[1] as number) <= FARTHEST,
      ),
    )
  } catch {
    return new Map()
  }
}
