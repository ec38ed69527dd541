import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { SaveQueue, type SaveState } from './savequeue'

interface Edit {
  key: string
  value: number
}

function deferred() {
  let resolve!: (value: number) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<number>((ok, no) => {
    resolve = ok
    reject = no
  })
  return { promise, resolve, reject }
}

function set(save: (edit: Edit) => Promise<number>) {
  const states: SaveState[] = []
  const kept: [string, number][] = []
  const failed: string[] = []
  const queue = new SaveQueue<Edit, number>({
    save,
    keyOf: (edit) => edit.key,
    onKept: (edit, value) => kept.push([edit.key, value]),
    onFailed: (key) => failed.push(key),
    onState: (state) => states.push(state),
    retryAfter: [1000, 5000],
  })
  return { queue, states, kept, failed }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('SaveQueue', () => {
  it('writes one at a time, in the order in which they were first typed', async () => {
    const order: string[] = []
    let running = 0
    const { queue } = set(async (edit) => {
      running += 1
      expect(running).toBe(1)
      order.push(`${edit.key}${edit.value}`)
      await Promise.resolve()
      running -= 1
      return edit.value
    })
    queue.put({ key: 'a', value: 1 }, 300)
    queue.put({ key: 'b', value: 1 })
    queue.put({ key: 'a', value: 2 }, 300)
    await vi.advanceTimersByTimeAsync(300)
    expect(order).toEqual(['a2', 'b1'])
  })

  it('says saved only after the write is confirmed', async () => {
    const write = deferred()
    const { queue, states } = set(() => write.promise)
    queue.put({ key: 'a', value: 1 })
    expect(queue.state).toBe('saving')
    write.resolve(1)
    await vi.runAllTimersAsync()
    expect(queue.state).toBe('saved')
    expect(states.indexOf('saved')).toBe(states.length - 1)
  })

  it('writes again what was typed while a write was on its way', async () => {
    const first = deferred()
    const values: number[] = []
    const { queue, kept } = set((edit) => {
      values.push(edit.value)
      return edit.value === 1 ? first.promise : Promise.resolve(edit.value)
    })
    queue.put({ key: 'a', value: 1 })
    queue.put({ key: 'a', value: 2 })
    first.resolve(1)
    await vi.runAllTimersAsync()
    expect(values).toEqual([1, 2])
    expect(kept).toEqual([
      ['a', 1],
      ['a', 2],
    ])
  })

  it('keeps what could not be written, lets the rest pass, and tries again', async () => {
    let broken = true
    const { queue, kept, failed } = set((edit) =>
      edit.key === 'a' && broken ? Promise.reject(new Error('full')) : Promise.resolve(edit.value),
    )
    queue.put({ key: 'a', value: 7 })
    queue.put({ key: 'b', value: 8 })
    await vi.advanceTimersByTimeAsync(10)
    expect(kept).toEqual([['b', 8]])
    expect(failed).toEqual(['a'])
    expect(queue.state).toBe('failed')
    expect(queue.pending('a')).toEqual({ key: 'a', value: 7 })
    broken = false
    await vi.advanceTimersByTimeAsync(1000)
    expect(kept).toContainEqual(['a', 7])
    expect(queue.state).toBe('saved')
  })

  it('lets a newer edit stand for one that failed', async () => {
    const values: number[] = []
    const { queue } = set((edit) => {
      values.push(edit.value)
      return edit.value === 1 ? Promise.reject(new Error('no')) : Promise.resolve(edit.value)
    })
    queue.put({ key: 'a', value: 1 })
    await vi.advanceTimersByTimeAsync(10)
    queue.put({ key: 'a', value: 2 })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(values).toEqual([1, 2])
    expect(queue.state).toBe('saved')
  })

  it('flush writes what waits without its delay', async () => {
    const values: number[] = []
    const { queue } = set((edit) => {
      values.push(edit.value)
      return Promise.resolve(edit.value)
    })
    queue.put({ key: 'a', value: 1 }, 60_000)
    await queue.flush()
    expect(values).toEqual([1])
  })
})
