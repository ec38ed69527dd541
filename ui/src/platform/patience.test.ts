import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Platform } from './contract'
import { onWait, patient, type Wait } from './patience'

const PROGRESS = { stage: 'load', done: 3, total: 10 }

describe('a question that takes long', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function after(ms: number): { platform: Platform; heard: (Wait | null)[]; leave: () => void } {
    const inner = {
      call: (command: string) =>
        command === 'desk_progress'
          ? Promise.resolve(PROGRESS)
          : new Promise((resolve) => setTimeout(() => resolve([]), ms)),
    } as unknown as Platform
    const heard: (Wait | null)[] = []
    return { platform: patient(inner), heard, leave: onWait((wait) => heard.push(wait)) }
  }

  it('is told of, with how far it is, until it is answered', async () => {
    const { platform, heard, leave } = after(1200)
    const answer = platform.call('batches', {})
    await vi.advanceTimersByTimeAsync(500)
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(400)
    expect(heard[0]).toEqual({ progress: null })
    expect(heard.at(-1)).toEqual({ progress: PROGRESS })
    await vi.advanceTimersByTimeAsync(400)
    await answer
    expect(heard.at(-1)).toBeNull()
    leave()
  })

  it('is not told of where it is answered at once', async () => {
    const { platform, heard, leave } = after(100)
    const answer = platform.call('batches', {})
    await vi.advanceTimersByTimeAsync(2000)
    await answer
    expect(heard).toEqual([])
    leave()
  })
})
