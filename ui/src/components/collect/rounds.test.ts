import { afterEach, describe, expect, it } from 'vitest'

import { mounted, settle, type Mounted } from '@/test/mounted'
import { useMessages } from '@/stores/messages'
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
    here = await mounted(RoundUnits)
    const box = here.host.querySelector<HTMLInputElement>('input[type="checkbox"]')!
    const before = box.checked
    box.dispatchEvent(new Event('change'))
    useWorkspace().revision += 1
    await settle()
    expect(here.host.querySelector<HTMLInputElement>('input[type="checkbox"]')!.checked).toBe(
      !before,
    )
    here.host.querySelector<HTMLElement>('.el-button--primary')!.click()
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

describe('a failure', () => {
  it('is not pushed out by what was done', () => {
    const messages = useMessages()
    messages.failed(new Error('disk'))
    for (let at = 0; at < 6; at += 1) messages.done('import.undone', {})
    expect(messages.list.filter((each) => each.kind === 'failure')).toHaveLength(1)
    expect(messages.list).toHaveLength(4)
  })
})
