import { nextTick, ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'

import { useAsked } from './asked'

function later() {
  const waiting: { give: (value: string) => void; fail: (error: unknown) => void }[] = []
  const ask = () =>
    new Promise<string>((give, fail) => {
      waiting.push({ give, fail })
    })
  return { waiting, ask }
}

describe('what is asked for', () => {
  it('is the answer to the latest question, whatever the order of answers', async () => {
    const { waiting, ask } = later()
    const key = ref(1)
    const { answer, loading } = useAsked(
      () => key.value,
      ask,
      () => key.value,
    )
    key.value = 2
    await nextTick()
    waiting[1]!.give('second')
    await nextTick()
    waiting[0]!.give('first')
    await nextTick()
    expect([answer.value, loading.value]).toEqual(['second', false])
  })
  it('keeps the failure instead of an answer that is no longer true', async () => {
    const { waiting, ask } = later()
    const key = ref(1)
    const { answer, failure } = useAsked(
      () => key.value,
      ask,
      () => key.value,
    )
    waiting[0]!.give('one')
    await nextTick()
    key.value = 2
    await nextTick()
    waiting[1]!.fail({ code: 'no_such_unit', params: {} })
    await nextTick()
    await nextTick()
    expect([answer.value, failure.value?.code]).toEqual([null, 'no_such_unit'])
  })
  it('does not stand under another question for longer than an eye blinks', async () => {
    vi.useFakeTimers()
    const { waiting, ask } = later()
    const [unit, revision] = [ref('A'), ref(1)]
    const { answer, loading } = useAsked(
      () => [unit.value, revision.value],
      ask,
      () => unit.value,
    )
    waiting[0]!.give('of A')
    await nextTick()
    revision.value = 2
    await nextTick()
    vi.advanceTimersByTime(5_000)
    expect([answer.value, loading.value]).toEqual(['of A', true])
    unit.value = 'B'
    await nextTick()
    vi.advanceTimersByTime(5_000)
    expect([answer.value, loading.value]).toEqual([null, true])
    waiting[2]!.give('of B')
    await nextTick()
    expect(answer.value).toBe('of B')
    vi.advanceTimersByTime(5_000)
    expect(answer.value).toBe('of B')
    vi.useRealTimers()
  })
  it('puts the words of a failure away where the next answer takes its time', async () => {
    vi.useFakeTimers()
    const { waiting, ask } = later()
    const revision = ref(1)
    const { failure, loading } = useAsked(
      () => revision.value,
      ask,
      () => 'A',
    )
    waiting[0]!.fail({ code: 'busy', params: {} })
    await vi.advanceTimersByTimeAsync(0)
    expect(failure.value?.code).toBe('busy')
    revision.value = 2
    await nextTick()
    vi.advanceTimersByTime(5_000)
    expect([failure.value, loading.value]).toEqual([null, true])
    vi.useRealTimers()
  })
  it('is nothing where there is no question', () => {
    const { answer, loading } = useAsked(
      () => 1,
      () => null,
      () => 1,
    )
    expect([answer.value, loading.value]).toEqual([null, false])
  })
})
