import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { accepting, itemsOf, under, type Item, type Rule } from '@/logic/review'
import { platform, type AnswerEdit, type FormView } from '@/platform'
import { useWorkspace } from './workspace'

/** What is typed of an answer and not kept yet. */
export interface Begun {
  indicator: string
  number: string
  note: string
  wanted: number | null
  /** For sending it back. */
  reason: string
}

/** A unit's answers side by side with what was verified of them. */
export const useReview = defineStore('review', () => {
  const workspace = useWorkspace()
  const self = shallowRef<FormView | null>(null)
  const verified = shallowRef<FormView | null>(null)
  /** How many of a bulk are written, and of how many. */
  const bulk = ref<{ done: number; total: number } | null>(null)
  /** What is begun, by round, unit and indicator: no other answer that is looked at takes it away. */
  const begun = new Map<string, Begun>()

  const items = computed<Item[]>(() =>
    workspace.framework === null || self.value === null || verified.value === null
      ? []
      : itemsOf(workspace.framework, self.value, verified.value),
  )

  let asking = 0
  /** Until the answers are there, none are shown: another unit's are not those asked for. */
  async function load(round: string, unit: string): Promise<void> {
    asking += 1
    const mine = asking
    if (self.value?.unit.code !== unit || self.value.round !== round) putAway()
    const ask = (layer: string) => platform.call('form', { round, unit, layer })
    const [own, checked] = await Promise.all([ask('self_reported'), ask('verified')])
    if (mine !== asking) return
    self.value = own
    verified.value = checked
  }

  /** Writes an answer of either layer and shows it as it now stands. */
  async function save(edit: AnswerEdit): Promise<void> {
    const { answer, standing } = await platform.call('save_answer', { edit })
    const view = edit.layer === 'verified' ? verified : self
    if (view.value?.unit.code !== edit.unit || view.value.round !== edit.round) return
    const known = view.value.answers.some((entry) => entry.indicator === answer.indicator)
    view.value = {
      ...view.value,
      standing,
      answers: known
        ? view.value.answers.map((entry) => (entry.indicator === answer.indicator ? answer : entry))
        : [...view.value.answers, answer],
    }
  }

  /** Takes the unit's own answer over, with what the auditor remarks on it. */
  async function accept(item: Item, note: string | null): Promise<void> {
    if (self.value !== null) await save({ ...accepting(self.value, item), note })
  }

  /** Takes back what was verified, so that it waits again. */
  async function reopen(item: Item): Promise<void> {
    if (self.value === null) return
    await save({ ...accepting(self.value, item), value: null, reason: null, note: null })
  }

  /** Accepts everything that the rule lets through in what is in view now; says how many. */
  async function acceptUnder(rule: Rule): Promise<number> {
    // Another unit or round may come into view meanwhile: it is not what was agreed to.
    const view = self.value
    if (view === null) return 0
    const chosen = under(rule, items.value)
    let done = 0
    bulk.value = { done, total: chosen.length }
    try {
      for (const item of chosen) {
        await save(accepting(view, item))
        done += 1
        bulk.value = { done, total: chosen.length }
      }
    } finally {
      bulk.value = null
    }
    return done
  }

  function putAway(): void {
    self.value = null
    verified.value = null
  }
  function clear(): void {
    asking += 1
    putAway()
  }

  return { self, verified, items, bulk, begun, load, save, accept, reopen, acceptUnder, clear }
})
