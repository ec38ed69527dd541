import { afterEach, describe, expect, it, vi } from 'vitest'

import { mounted, settle, type Mounted } from '@/test/mounted'
import { useWorkspace } from '@/stores/workspace'
import CompareRounds from '../results/CompareRounds.vue'
import RoundUnits from './RoundUnits.vue'

let here: Mounted | null = null
afterEach(() => {
  here?.leave()
  here = null
})

describe('the units of a round', () => {
  it('are saved into the round that they were ticked in, and ticks outlast other changes', async () => {
    here = await mounted(
      RoundUnits,
      {},
      // The other round's units are never told: its answer is awaited.
      { round_units: ({ round }) => (round === '2026' ? [] : new Promise(() => undefined)) },
    )
    const box = () => here!.host.querySelector<HTMLInputElement>('input[type="checkbox"]')!
    box().dispatchEvent(new Event('change'))
    useWorkspace().revision += 1
    await settle()
    expect(box().checked).toBe(true)
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    await useWorkspace().chooseRound('2025')
    expect(useWorkspace().roundId).toBe('2025')
    here.host.querySelector<HTMLElement>('.el-button--primary')!.click()
    vi.useRealTimers()
    await settle()
    const saved = here.asked.find(({ command }) => command === 'set_round_units')
    expect(saved?.args['round']).toBe('2026')
  })
})

describe('two rounds', () => {
  it('are drawn as they are compared, and never one with itself', async () => {
    here = await mounted(CompareRounds)
    const drawn = () =>
      here!.asked.filter(({ command }) => command === 'chart').at(-1)?.args['request']
    expect(drawn()).toMatchObject({ chart: 'slope', from: '2025' })
    await useWorkspace().chooseRound('2025')
    await settle()
    const compared = here.asked.filter(({ command }) => command === 'trend').at(-1)
    expect(compared?.args).toMatchObject({ from: '2026', request: { round: '2025' } })
  })
})
