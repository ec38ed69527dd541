import { defineStore } from 'pinia'

import { useConfirm, type Question } from './confirm'
import { useMessages } from './messages'

/** Something that holds what is not on disk yet. */
export interface Keeper {
  /** Writes what can be written now. */
  flush?: () => Promise<unknown>
  /** What is asked before the rest is lost; `null` where nothing would be. */
  question: () => Question | null
  /** Gives up what is not written. */
  discard: () => void
}

/** So long is waited for the last writing before it is asked about, in milliseconds. */
const PATIENCE = 5_000

/** What is typed and not on disk, wherever it is: asked for before a page, a round or the window is left. */
export const useUnsaved = defineStore('unsaved', () => {
  const confirm = useConfirm()
  const messages = useMessages()
  const keepers = new Set<Keeper>()

  /** Takes note of a keeper; what comes back forgets it. */
  function keep(keeper: Keeper): () => void {
    keepers.add(keeper)
    return () => keepers.delete(keeper)
  }

  /** Writes what waits for a pause in typing. */
  async function flush(which: Iterable<Keeper> = keepers): Promise<void> {
    const work = [...which].map((keeper) => messages.guard(async () => keeper.flush?.()))
    const enough = new Promise((resolve) => setTimeout(resolve, PATIENCE))
    await Promise.race([Promise.all(work), enough])
  }

  /**
   * Asks whether it may be left; `null` where a person stays. What comes back discards what was given up:
   * it is called once nothing can keep the person here any more.
   */
  async function agree(which: Iterable<Keeper> = keepers): Promise<(() => void) | null> {
    const asked = [...which]
    await flush(asked)
    const givenUp: Keeper[] = []
    for (const keeper of asked) {
      const question = keeper.question()
      if (question === null) continue
      if (!(await confirm.ask(question))) return null
      givenUp.push(keeper)
    }
    return () => {
      for (const keeper of givenUp) keeper.discard()
    }
  }

  /** Whether it may be left: everything is written, or a person gave the rest up, which is discarded. */
  async function release(which: Iterable<Keeper> = keepers): Promise<boolean> {
    const giveUp = await agree(which)
    giveUp?.()
    return giveUp !== null
  }

  return { keep, flush, agree, release }
})
