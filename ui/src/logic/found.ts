import { computed, shallowRef, type ComputedRef } from 'vue'

export interface Found<T> {
  /** What was found under the present choices; `null` before, and under others. */
  found: ComputedRef<T | null>
  /** Something was found, but under other choices than the present ones. */
  outdated: ComputedRef<boolean>
  /** Keeps what `work` finds with the choices under which it was begun; `undefined` is nothing found. */
  keep: (work: () => Promise<T | undefined>) => Promise<void>
}

/** The result of a computation that is asked for by hand: shown only under the choices that it was made of. */
export function useFound<T>(choices: () => unknown): Found<T> {
  const now = computed(() => JSON.stringify(choices()))
  const held = shallowRef<{ of: string; result: T } | null>(null)

  async function keep(work: () => Promise<T | undefined>): Promise<void> {
    const of = now.value
    const result = await work()
    if (result !== undefined) held.value = { of, result }
  }
  return {
    found: computed(() => (held.value?.of === now.value ? held.value.result : null)),
    outdated: computed(() => held.value !== null && held.value.of !== now.value),
    keep,
  }
}
