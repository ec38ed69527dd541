import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { accepting, itemsOf, under, type Item, type Rule } from '@/logic/review'
import { platform, type AnswerEdit, type FormView } from '@/platform'
import { useWorkspace } from './workspace'

/** A unit's answers side by side with what was verified of them. */
export const useReview = defineStore('review', () => {
  const workspace = useWorkspace()
  const self = shallowRef<FormView | null>(null)
  const verified = shallowRef<FormView | null>(null)
  /** How many of a bulk are written, and of how many. */
  const bulk = ref<{ done: number; total: number } | null>(null)

  const items = computed<Item[]>(() =>
    workspace.framework === null || self.value === null || verified.value === null
      ? []
      : itemsOf(workspace.framework, self.value, verified.value),
  )

  async function load(round: string, unit: string): Promise<void> {
    const ask = (layer: string) => platform.call('form', { round, unit, layer })
    const [mine, checked] = await Promise.all([ask('self_reported'), ask('verified')])
    self.value = mine
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

  async function accept(item: Item): Promise<void> {
    if (self.value !== null) await save(accepting(self.value, item))
  }

  /** Takes back what was verified, so that it waits again. */
  async function reopen(item: Item): Promise<void> {
    if (self.value === null) return
    await save({ ...accepting(self.value, item), value: null, reason: null, note: null })
  }

  /** Accepts everything that the rule lets through; says how many. */
  async function acceptUnder(rule: Rule): Promise<number> {
    const chosen = under(rule, items.value)
    bulk.value = { done: 0, total: chosen.length }
    try {
      for (const item of chosen) {
        await accept(item)
        bulk.value = { done: bulk.value.done + 1, total: chosen.length }
      }
    } finally {
      bulk.value = null
    }
    return chosen.length
  }

  function clear(): void {
    self.value = null
    verified.value = null
  }

  return { self, verified, items, bulk, load, save, accept, reopen, acceptUnder, clear }
})
