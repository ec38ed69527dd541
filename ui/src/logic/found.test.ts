import { describe, expect, it } from 'vitest'
import { ref } from 'vue'

import { useFound } from './found'

describe('what was computed', () => {
  it('is shown under the choices that it was begun with, however late it comes', async () => {
    const round = ref('2026')
    const { found, outdated, keep } = useFound<string>(() => round.value)
    let give: (result: string) => void = () => undefined
    const kept = keep(() => new Promise((resolve) => (give = resolve)))
    round.value = '2025'
    give('of 2026')
    await kept
    expect([found.value, outdated.value]).toEqual([null, true])
    round.value = '2026'
    expect([found.value, outdated.value]).toEqual(['of 2026', false])
  })
  it('stays when computing it anew fails', async () => {
    const { found, keep } = useFound<string>(() => 1)
    await keep(() => Promise.resolve('one'))
    await keep(() => Promise.resolve(undefined))
    expect(found.value).toBe('one')
  })
})
