/**
 * Asks at most one question at a time: what changes while an answer is awaited is asked once, as it
 * then stands. So a slider that is dragged is always one answer behind and never a queue.
 */
export function live<Q, A>(
  ask: (question: Q) => Promise<A>,
  take: (answer: A) => void,
  fail: (thrown: unknown) => void,
): (question: Q) => void {
  let waiting: { question: Q } | null = null
  let busy = false

  async function work() {
    busy = true
    while (waiting !== null) {
      const { question } = waiting
      waiting = null
      try {
        const answer = await ask(question)
        if (waiting === null) take(answer)
      } catch (thrown) {
        if (waiting === null) fail(thrown)
      }
    }
    busy = false
  }

  return (question) => {
    waiting = { question }
    if (!busy) void work()
  }
}
