import type { ChartRequest } from '@/platform'

type Without<R> = R extends ChartRequest ? Omit<R, 'score' | 'lang' | 'dark' | 'small'> : never

/** Which drawing is meant, without how it is scored and coloured. */
export type ChartKind = Without<ChartRequest>

/** The unit that a mark stands for: marks are named by a unit, or by a unit and an element. */
export function unitOfMark(mark: string, known: { has(code: string): boolean }): string | null {
  const [code = ''] = mark.split('/')
  return known.has(code) ? code : null
}
