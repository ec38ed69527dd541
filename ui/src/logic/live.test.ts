import { describe, expect, it } from 'vitest'

import { live } from './live'

const turn = () => new Promise((resolve) => setTimeout(resolve))

describe('live questions', () => {
  it('skip what was overtaken while an answer was awaited', async () => {
    const asked: number[] = []
    const taken: number[] = []
    const gates: (() => void)[] = []
    const put = live<number, number>(
      (question) => {
        asked.push(question)
        return new Promise((resolve) => gates.push(() => resolve(question)))
      },
      (answer) => taken.push(answer),
      () => undefined,
    )
    for (const question of [1, 2, 3, 4]) put(question)
    gates[0]!()
    await turn()
    gates[1]!()
    await turn()
    expect(asked).toEqual([1, 4])
    expect(taken).toEqual([4])
  })
  it('go on after one that failed', async () => {
    const told: unknown[] = []
    const taken: number[] = []
    const put = live<number, number>(
      (question) => (question < 0 ? Promise.reject(question) : Promise.resolve(question)),
      (answer) => taken.push(answer),
      (thrown) => told.push(thrown),
    )
    put(-1)
    await turn()
    put(5)
    await turn()
    expect([told, taken]).toEqual([[-1], [5]])
  })
})
