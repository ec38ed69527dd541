import type { Platform } from './contract'
import type { ProgressView } from './generated'

/** After this many milliseconds whoever waits wants to know for what. */
const PATIENCE = 600
/** Between two looks at how far the work is. */
const LOOK = 250

/** What is waited for longer than at once. */
export interface Wait {
  /** How far it is, where that is known. */
  progress: ProgressView | null
}

type Hear = (wait: Wait | null) => void
const hearers = new Set<Hear>()

/** Is told when a question to the shell takes long, again and again how far it is, and when none does any more. */
export function onWait(hear: Hear): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/** The same platform, which says when a short question takes long. */
export function patient(inner: Platform): Platform {
  let late = 0
  let looking: ReturnType<typeof setInterval> | null = null

  function say(wait: Wait | null) {
    for (const hear of hearers) hear(wait)
  }
  async function look() {
    const progress = await inner.call('desk_progress', {}).catch(() => null)
    if (late > 0) say({ progress })
  }
  function begin() {
    late += 1
    if (late > 1) return
    say({ progress: null })
    void look()
    looking = setInterval(() => void look(), LOOK)
  }
  function end() {
    late -= 1
    if (late > 0) return
    if (looking !== null) clearInterval(looking)
    looking = null
    say(null)
  }

  return {
    ...inner,
    async call(command, args) {
      let begun = false
      const timer = setTimeout(() => {
        begun = true
        begin()
      }, PATIENCE)
      try {
        return await inner.call(command, args)
      } finally {
        clearTimeout(timer)
        if (begun) end()
      }
    },
  }
}
