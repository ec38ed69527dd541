import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { asFailure, type Failure } from '@/platform'

export interface Asked<T> {
  /** The latest answer; put away where the next one, of another subject, does not come at once. */
  answer: ShallowRef<T | null>
  failure: ShallowRef<Failure | null>
  loading: Ref<boolean>
}

/** Milliseconds for which an answer may stand under another question: shorter than anybody reads it. */
const STANDS = 200

/**
 * Asks again whenever what `key` gives changes, and takes only the answer to the latest question.
 * `null` of `ask` is no question: nothing is shown then. `subject` is what an answer speaks of (a unit, a round, a
 * layer), not in which state it was read or what is typed beside it; while that is the same, the former answer stays
 * until the next one comes, so that no page is emptied under somebody's hands.
 */
export function useAsked<T>(
  key: () => unknown,
  ask: () => Promise<T> | null,
  subject: () => unknown,
): Asked<T> {
  const answer = shallowRef<T | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const loading = ref(false)
  let last = 0
  let of = ''

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
      const about = JSON.stringify(subject())
      const late = setTimeout(() => {
        if (mine !== last) return
        failure.value = null
        if (about !== of) answer.value = null
      }, STANDS)
      try {
        const got = await question
        if (mine !== last) return
        answer.value = got
        of = about
        failure.value = null
      } catch (thrown) {
        if (mine !== last) return
        answer.value = null
        failure.value = asFailure(thrown)
      } finally {
        clearTimeout(late)
      }
      loading.value = false
    },
    { immediate: true },
  )
  return { answer, failure, loading }
}
