import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import {
  nextUnanswered,
  outline,
  toEdit,
  typedOf,
  type AspectNode,
  type Line,
  type Typed,
} from '@/logic/answers'
import { SaveQueue, type SaveState } from '@/logic/savequeue'
import {
  asFailure,
  platform,
  type AnswerEdit,
  type Failure,
  type FormAnswerView,
  type FormView,
} from '@/platform'
import { useMessages } from './messages'
import { useWorkspace } from './workspace'

/** Pause after the last key before a number or a note is written, in milliseconds. */
export const TYPING_PAUSE = 300

/** How many steps can be taken back. */
const STEPS = 200

/** What is typed after so long a rest is a step of its own, in milliseconds. */
const ONE_GO = 2_000

/** What no later attempt will save: the answer itself is refused. */
const REFUSED = new Set([
  'bad_argument',
  'no_such_round',
  'no_such_unit',
  'not_in_round',
  'no_such_indicator',
  'indicator_not_asked',
  'value_not_a_number',
  'value_out_of_range',
  'value_not_an_option',
  'always_applies',
])

/** The form in view, what is typed into it, and how saving stands. */
export const useForm = defineStore('form', () => {
  const messages = useMessages()
  const workspace = useWorkspace()

  const form = shallowRef<FormView | null>(null)
  const saveState = ref<SaveState>('saved')
  const savedAt = ref<string | null>(null)
  /** Why what was typed could not be kept, by the key of its edit, of whichever form it is. */
  const failures = ref<Record<string, Failure>>({})
  /** Indicator id to why its answer in the form in view could not be kept. */
  const faults = computed<Record<string, Failure>>(() => {
    const view = form.value
    if (view === null) return {}
    const place = placeKey(view)
    return Object.fromEntries(
      Object.entries(failures.value).flatMap(([key, failure]) =>
        key.startsWith(place) ? [[key.slice(place.length), failure]] : [],
      ),
    )
  })
  function noFailure(of: string): void {
    failures.value = Object.fromEntries(
      Object.entries(failures.value).filter(([key]) => key !== of),
    )
  }

  /** What was changed in this form, to be taken back step by step. */
  const steps = ref<{ indicator: string; part: string; before: Typed; at: number }[]>([])

  const tree = computed<AspectNode[]>(() =>
    form.value !== null && workspace.framework !== null
      ? outline(workspace.framework, form.value.answers)
      : [],
  )

  /** Answers on disk that the total does not count yet, by key. */
  const uncounted = new Map<string, AnswerEdit>()
  const counting = ref(false)
  /** Scoring is not waited for: what is saved is called so first, and counted then. */
  async function count(): Promise<void> {
    if (counting.value) return
    counting.value = true
    for (;;) {
      const first = uncounted.entries().next()
      if (first.done) break
      const [key, edit] = first.value
      uncounted.delete(key)
      const now = await messages.guard(() => platform.call('answer_standing', { edit }))
      if (now === undefined) continue
      if (edit.round === workspace.roundId) {
        workspace.noteProgress(edit.unit, now.standing.answered)
      }
      const view = form.value
      if (view === null || !key.startsWith(placeKey(view))) continue
      form.value = {
        ...view,
        // While something newer is typed, the answer on the screen stays what is typed.
        answers: queue.settled(key) ? replace(view.answers, now.answer) : view.answers,
        standing: now.standing,
      }
    }
    counting.value = false
  }

  const queue = new SaveQueue<AnswerEdit, string>({
    save: (edit) => platform.call('keep_answer', { edit }),
    keyOf,
    onKept(edit, saved) {
      savedAt.value = saved
      noFailure(keyOf(edit))
      uncounted.set(keyOf(edit), edit)
      void count()
    },
    mayHeal: (thrown) => !REFUSED.has(asFailure(thrown).code),
    onFailed(key, thrown) {
      failures.value = { ...failures.value, [key]: messages.failed(thrown) }
    },
    onState(state) {
      saveState.value = state
    },
  })

  let asking = 0
  /** Until the form is there, none is shown: that of another unit or round is not the one asked for. */
  async function load(round: string, unit: string): Promise<void> {
    asking += 1
    const mine = asking
    const stands = form.value
    if (stands !== null && (stands.round !== round || stands.unit.code !== unit)) form.value = null
    await queue.flush()
    if (mine !== asking) return
    const layer = 'self_reported'
    const view = await platform.call('form', { round, unit, layer })
    if (mine !== asking) return
    form.value = { ...view, answers: view.answers.map((answer) => withPending(view, answer)) }
    steps.value = []
  }

  /** What failed to be saved earlier is still what the person typed. */
  function withPending(view: FormView, answer: FormAnswerView): FormAnswerView {
    const edit = queue.pending(placeKey(view) + answer.indicator)
    return edit === undefined ? answer : { ...answer, ...shownOf(edit) }
  }

  function type(line: Line, change: Partial<Typed>, pause = 0): void {
    const view = form.value
    if (view === null || workspace.readOnly) return
    const before = typedOf(line.answer)
    const last = steps.value.at(-1)
    // What is typed in one go is taken back in one go.
    const at = Date.now()
    const goesOn =
      pause > 0 &&
      last?.indicator === line.indicator.id &&
      last.part === Object.keys(change)[0] &&
      at - last.at <= ONE_GO
    if (goesOn) {
      steps.value = [...steps.value.slice(0, -1), { ...last, at }]
    } else {
      const part = pause > 0 ? (Object.keys(change)[0] ?? '') : ''
      const step = { indicator: line.indicator.id, part, before, at }
      steps.value = [...steps.value.slice(-STEPS), step]
    }
    put(view, line, { ...before, ...change }, pause)
  }

  function put(view: FormView, line: Line, typed: Typed, pause: number): void {
    const edit = toEdit(
      {
        round: view.round,
        unit: view.unit.code,
        layer: view.layer,
        indicator: line.indicator.id,
      },
      typed,
    )
    form.value = {
      ...view,
      answers: replace(view.answers, { ...line.answer, ...shownOf(edit) }),
    }
    queue.put(edit, pause)
  }

  /** Takes the last change back; says of which indicator it was, `null` where there is none. */
  function undo(): string | null {
    const view = form.value
    const step = steps.value.at(-1)
    if (view === null || step === undefined || workspace.readOnly) return null
    steps.value = steps.value.slice(0, -1)
    const answer = view.answers.find((entry) => entry.indicator === step.indicator)
    const line = lineOf(step.indicator)
    if (answer === undefined || line === null) return null
    put(view, line, step.before, 0)
    return step.indicator
  }

  function lineOf(indicator: string): Line | null {
    const lines = tree.value.flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
    return lines.find((line) => line.indicator.id === indicator) ?? null
  }

  function next(from: string | null): Line | null {
    return nextUnanswered(tree.value, from)
  }

  /** Keeps the count of files behind an answer right while they are added and taken away. */
  function noteEvidence(indicator: string, count: number): void {
    const view = form.value
    if (view === null) return
    form.value = {
      ...view,
      answers: view.answers.map((answer) =>
        answer.indicator === indicator ? { ...answer, evidence: count } : answer,
      ),
    }
  }

  /** Gives up what was typed for an indicator and could not be saved: what is on disk is shown again. */
  async function putBack(indicator: string): Promise<void> {
    const view = form.value
    if (view === null) return
    const edit = queue.pending(placeKey(view) + indicator)
    if (edit === undefined) return
    const { round, layer } = view
    const kept = await platform.call('form', { round, unit: view.unit.code, layer })
    // Typed anew meanwhile, it is not what was to be put back.
    if (queue.pending(keyOf(edit)) !== edit) return
    queue.forget(keyOf(edit))
    noFailure(keyOf(edit))
    const answer = kept.answers.find((entry) => entry.indicator === indicator)
    const now = form.value
    if (answer === undefined || now === null || placeKey(now) !== placeKey(view)) return
    form.value = { ...now, answers: replace(now.answers, answer) }
  }

  /** Puts the form away, with what was said of its saving; what is not saved is of another workspace then. */
  function leave(): void {
    asking += 1
    queue.clear()
    uncounted.clear()
    form.value = null
    savedAt.value = null
    failures.value = {}
    steps.value = []
  }

  /** Gives up what could not be saved. */
  function discard(): void {
    queue.clear()
    failures.value = {}
  }

  return {
    form,
    tree,
    saveState,
    savedAt,
    counting,
    faults,
    load,
    steps,
    type,
    undo,
    next,
    noteEvidence,
    putBack,
    leave,
    flush: () => queue.flush(),
    discard,
    retry: () => queue.retry(),
  }
})

function placeKey(place: {
  round: string
  layer: string
  unit: { code: string } | string
}): string {
  const unit = typeof place.unit === 'string' ? place.unit : place.unit.code
  return [place.round, place.layer, unit, ''].join('\u0000')
}

function keyOf(edit: AnswerEdit): string {
  return placeKey(edit) + edit.indicator
}

function replace(answers: FormAnswerView[], answer: FormAnswerView): FormAnswerView[] {
  return answers.map((old) => (old.indicator === answer.indicator ? answer : old))
}

/** How an edit shows before the shell has scored it. */
function shownOf(edit: AnswerEdit): Typed & { state: string } {
  const answered = edit.value === null ? 'missing' : 'scored'
  return {
    value: edit.value,
    reason: edit.reason,
    note: edit.note,
    flagged: edit.flagged,
    state: edit.reason === null ? answered : 'not_applicable',
  }
}
