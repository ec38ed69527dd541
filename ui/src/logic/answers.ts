import type {
  AnswerEdit,
  AspectView,
  ControlView,
  FormAnswerView,
  FrameworkView,
  IndicatorView,
  ObjectiveView,
} from '@/platform'

/** What is typed for one indicator, on its way to the shell. */
export interface Typed {
  value: number | null
  reason: string | null
  note: string | null
  flagged: boolean
}

/** An indicator of the form with its answer as the shell last gave it. */
export interface Line {
  indicator: IndicatorView
  answer: FormAnswerView
}

export interface ObjectiveNode {
  objective: ObjectiveView
  lines: Line[]
}

export interface AspectNode {
  aspect: AspectView
  objectives: ObjectiveNode[]
}

/** Which lines the person wants to see. */
export type Show = 'all' | 'unanswered' | 'flagged' | 'bare'

export interface Progress {
  asked: number
  answered: number
  flagged: number
}

/** The form as a tree, aspects and objectives in framework order; what is not asked is left out. */
export function outline(
  framework: FrameworkView,
  answers: readonly FormAnswerView[],
): AspectNode[] {
  const byIndicator = new Map(answers.map((answer) => [answer.indicator, answer]))
  const linesOf = new Map<string, Line[]>()
  for (const indicator of framework.indicators) {
    const answer = byIndicator.get(indicator.id)
    if (answer === undefined) continue
    const lines = linesOf.get(indicator.objective) ?? []
    lines.push({ indicator, answer })
    linesOf.set(indicator.objective, lines)
  }
  return framework.aspects
    .map((aspect) => ({
      aspect,
      objectives: framework.objectives
        .filter((objective) => objective.aspect === aspect.id && linesOf.has(objective.id))
        .map((objective) => ({ objective, lines: linesOf.get(objective.id) ?? [] })),
    }))
    .filter((node) => node.objectives.length > 0)
}

/** A person must still type something here. */
export function isUnanswered(line: Line): boolean {
  return !line.answer.derived && line.answer.state === 'missing'
}

/** Answered, with nothing behind it. */
export function isBare(line: Line): boolean {
  const { answer } = line
  return !answer.derived && answer.state === 'scored' && answer.evidence === 0
}

export function matches(line: Line, show: Show): boolean {
  if (show === 'unanswered') return isUnanswered(line)
  if (show === 'flagged') return line.answer.flagged
  if (show === 'bare') return isBare(line)
  return true
}

/** How far a set of lines is; computed ones are not counted, nobody types them. */
export function progress(lines: readonly Line[]): Progress {
  const typed = lines.filter((line) => !line.answer.derived)
  return {
    asked: typed.length,
    answered: typed.filter((line) => line.answer.state !== 'missing').length,
    flagged: lines.filter((line) => line.answer.flagged).length,
  }
}

/** The next unanswered line after `from`, going round past the end; `null` where none is left. */
export function nextUnanswered(tree: readonly AspectNode[], from: string | null): Line | null {
  const lines = tree.flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
  const start = lines.findIndex((line) => line.indicator.id === from)
  const ordered = [...lines.slice(start + 1), ...lines.slice(0, start + 1)]
  return ordered.find((line) => isUnanswered(line)) ?? null
}

/** What is typed, from an answer as it stands. */
export function typedOf(answer: FormAnswerView): Typed {
  return {
    value: answer.value,
    reason: answer.reason,
    note: answer.note,
    flagged: answer.flagged,
  }
}

export function toEdit(
  place: { round: string; unit: string; layer: string; indicator: string },
  typed: Typed,
): AnswerEdit {
  const note = typed.note?.trim() ? typed.note : null
  if (typed.reason !== null) {
    return { ...place, value: null, reason: typed.reason, note, flagged: typed.flagged }
  }
  return { ...place, value: typed.value, reason: null, note, flagged: typed.flagged }
}

/**
 * The score that a raw value makes, 0..=100, as it is typed: an option's own score, or the straight line
 * from the value that scores 0 to the one that scores 100, held within both. The shell's score replaces it.
 */
export function liveScore(control: ControlView, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null
  if (control.type === 'options') {
    return control.options.find((option) => option.value === value)?.score ?? null
  }
  const { zero, full } = control
  if (zero === null || full === null || zero === full) return null
  return Math.min(100, Math.max(0, ((value - zero) / (full - zero)) * 100))
}

export type NumberFault = 'not_a_number' | 'too_small' | 'too_large'

export type NumberReading =
  { value: number | null; fault: null } | { value: null; fault: NumberFault }

/** Full-width digits, points and signs as an input method for Chinese writes them. */
const FULL_WIDTH = /[\uFF10-\uFF19\uFF0E\uFF0D\uFF0B\uFF05\u3002]/g

/**
 * A number as a person types it: full-width digits, thousands separators and a trailing percent sign are
 * understood; empty is no answer.
 */
export function readNumber(text: string, control: ControlView): NumberReading {
  const plain = text
    .replace(FULL_WIDTH, (sign) =>
      sign === '\u3002' ? '.' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
    )
    .replace(/[,\uFF0C\s]/g, '')
    .replace(/%$/, '')
  if (plain === '') return { value: null, fault: null }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return { value: null, fault: 'not_a_number' }
  const value = Number(plain)
  if (control.type === 'number') {
    if (control.min !== null && value < control.min) return { value: null, fault: 'too_small' }
    if (control.max !== null && value > control.max) return { value: null, fault: 'too_large' }
  }
  return { value, fault: null }
}

/**
 * The option that a digit key stands for: its raw value where the options are whole numbers 0..=9
 * (maturity levels), else its place in the list from 1.
 */
export function optionForKey(control: ControlView, key: string): number | null {
  if (control.type !== 'options' || !/^[0-9]$/.test(key)) return null
  const digit = Number(key)
  if (control.maturity) {
    return control.options.find((option) => option.value === digit)?.value ?? null
  }
  return digit === 0 ? null : (control.options[digit - 1]?.value ?? null)
}
