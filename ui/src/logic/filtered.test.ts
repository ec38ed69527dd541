import { describe, expect, it } from 'vitest'
import { ref } from 'vue'

import { useFiltered } from './filtered'

describe('a list that is filtered as typed', () => {
  it('is searched once it is long, by all words that are typed, in whatever it holds by then', () => {
    const all = ref(['Taiyuan seal', 'Datong seal'])
    const { sought, filterable, rows } = useFiltered(
      () => all.value,
      (row) => row,
    )
    expect(filterable.value).toBe(false)
    all.value = [...Array.from({ length: 10 }, (_, at) => `Unit ${at}`), ...all.value]
    expect(filterable.value).toBe(true)
    sought.value = 'seal dat'
    expect(rows.value).toEqual(['Datong seal'])
    all.value = ['Datong seal', 'Dating seal']
    expect(rows.value).toEqual(all.value)
    // What is typed can still be taken back where the list has become short.
    expect(filterable.value).toBe(true)
  })
})
