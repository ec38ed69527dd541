import { defineStore } from 'pinia'
import { ref } from 'vue'

import { asFailure, type Failure } from '@/platform'

export interface Message {
  id: number
  kind: 'done' | 'failure'
  /** Key of the words of what was done. */
  key?: string
  params?: Record<string, unknown>
  failure?: Failure
}

/** How long what was done stays; a failure stays until it is put away. */
const DONE_STAYS = 6_000

/** No more of what was done are told at once. */
const MOST_DONE = 3

/** What the person is told: what was done, and what could not be. */
export const useMessages = defineStore('messages', () => {
  const list = ref<Message[]>([])
  let last = 0

  function put(message: Omit<Message, 'id'>): number {
    last += 1
    const all = [...list.value, { ...message, id: last }]
    const told = all.filter((each) => each.kind === 'done').slice(0, -MOST_DONE)
    list.value = all.filter((each) => !told.includes(each))
    return last
  }

  function done(key: string, params: Record<string, unknown> = {}): void {
    const id = put({ kind: 'done', key, params })
    setTimeout(() => dismiss(id), DONE_STAYS)
  }

  function failed(thrown: unknown): Failure {
    const failure = asFailure(thrown)
    const said = list.value.some(
      (message) =>
        message.failure?.code === failure.code &&
        JSON.stringify(message.failure.params) === JSON.stringify(failure.params),
    )
    if (said) return failure
    const id = put({ kind: 'failure', failure })
    // What the person stopped is no news to stay.
    if (failure.code === 'cancelled') setTimeout(() => dismiss(id), DONE_STAYS)
    return failure
  }

  function dismiss(id: number): void {
    list.value = list.value.filter((message) => message.id !== id)
  }

  function dismissAll(): void {
    list.value = []
  }

  /** Runs `work`; what it throws is told, and `undefined` comes back. */
  async function guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (thrown) {
      failed(thrown)
      return undefined
    }
  }

  return { list, done, failed, dismiss, dismissAll, guard }
})
