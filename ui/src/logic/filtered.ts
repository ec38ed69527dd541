import { computed, ref, type ComputedRef, type Ref } from 'vue'

import { holds, wordsOf } from './filter'

/** A list that is seen whole at a glance is not searched. */
const FEW = 10

export interface Filtered<Row> {
  sought: Ref<string>
  /** Whether the list is long enough to be searched. */
  filterable: ComputedRef<boolean>
  rows: ComputedRef<readonly Row[]>
}

/** The rows of a list in which all words stand that were typed. */
export function useFiltered<Row>(
  all: () => readonly Row[],
  text: (row: Row) => string,
): Filtered<Row> {
  const sought = ref('')
  const filterable = computed(() => all().length > FEW || sought.value !== '')
  const rows = computed(() => {
    const parts = wordsOf(sought.value)
    return parts.length === 0 ? all() : all().filter((row) => holds(parts, text(row)))
  })
  return { sought, filterable, rows }
}
