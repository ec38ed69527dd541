import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { asFailure, type Failure } from '@/platform'

export interface Asked<T> {
  /** The latest answer; stays while the next is awaited. */
  answer: ShallowRef<T | null>
  failure: ShallowRef<Failure | null>
  loading: Ref<boolean>
}

/**
 * Asks again whenever what `key` gives changes, and takes only the answer to the latest question.
 * `null` of `ask` is no question: nothing is shown then.
 */
export function useAsked<T>(key: () => unknown, ask: () => Promise<T> | null): Asked<T> {
  const answer = shallowRef<T | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const loading = ref(false)
  let last = 0

  watch(
    () => JSON.stringify(key()),
    async () => {
      last += 1
      const mine = last
      const question = ask()
      if (question === null) {
        answer.value = null
        failure.value = null
        loading.value = false
        return
      }
      loading.value = true
      try {
        const got = await question
        if (mine !== last) return
        answer.value = got
        failure.value = null
      } catch (thrown) {
        if (mine !== last) return
        answer.value = null
        failure.value = asFailure(thrown)
      }
      loading.value = false
    },
    { immediate: true },
  )
  return { answer, failure, loading }
}
