/** How saving stands: all kept, something typed waits or is on its way, something could not be kept. */
export type SaveState = 'saved' | 'saving' | 'failed'

export interface SaveQueueOptions<Edit, Kept> {
  /** Writes one edit; resolves only when it is on disk. */
  save: (edit: Edit) => Promise<Kept>
  /** What an edit replaces: a later edit of the same key stands for the earlier one. */
  keyOf: (edit: Edit) => string
  onKept: (edit: Edit, kept: Kept) => void
  onFailed: (key: string, thrown: unknown) => void
  onState: (state: SaveState) => void
  /** Whether what failed may be kept another time; what is refused for good waits for a person. */
  mayHeal?: (thrown: unknown) => boolean
  /** Waits between attempts at what failed, in milliseconds; the last one repeats. */
  retryAfter?: readonly number[]
}

interface Waiting<Edit> {
  edit: Edit
  /** Time before which it is not written, so that a word is not saved letter by letter. */
  due: number
}

const RETRY_AFTER = [1_000, 3_000, 10_000] as const

/**
 * Writes edits one at a time in the order in which they were first typed.
 * Nothing typed is ever dropped: what fails is kept and tried again, and does not hold up the rest.
 */
export class SaveQueue<Edit, Kept> {
  private readonly waiting = new Map<string, Waiting<Edit>>()
  private readonly failed = new Map<string, { edit: Edit; heals: boolean }>()
  /** Counts what was put away as a whole: what is on its way then has nothing to say afterwards. */
  private cleared = 0
  private inFlight: string | null = null
  private attempts = 0
  private timer: ReturnType<typeof setTimeout> | null = null
  private retryTimer: ReturnType<typeof setTimeout> | null = null
  private idle: (() => void)[] = []
  private readonly options: SaveQueueOptions<Edit, Kept>

  constructor(options: SaveQueueOptions<Edit, Kept>) {
    this.options = options
  }

  get state(): SaveState {
    if (this.waiting.size > 0 || this.inFlight !== null) return 'saving'
    return this.failed.size > 0 ? 'failed' : 'saved'
  }

  /** The edit of `key` that is not on disk yet. */
  pending(key: string): Edit | undefined {
    return this.waiting.get(key)?.edit ?? this.failed.get(key)?.edit
  }

  /** Whether all that was typed for `key` is on disk. */
  settled(key: string): boolean {
    return this.inFlight !== key && this.pending(key) === undefined
  }

  put(edit: Edit, delay = 0): void {
    const key = this.options.keyOf(edit)
    this.failed.delete(key)
    this.waiting.set(key, { edit, due: Date.now() + delay })
    this.options.onState(this.state)
    this.next()
  }

  /** Writes all that waits now; resolves when nothing is waiting or on its way. */
  flush(): Promise<void> {
    for (const entry of this.waiting.values()) entry.due = 0
    this.next()
    if (this.waiting.size === 0 && this.inFlight === null) return Promise.resolve()
    return new Promise((resolve) => this.idle.push(resolve))
  }

  /** Tries again at once what could not be kept. */
  retry(): Promise<void> {
    return this.again(() => true)
  }

  /** Puts one edit away that is not on its way. */
  forget(key: string): void {
    this.waiting.delete(key)
    this.failed.delete(key)
    this.options.onState(this.state)
    this.next()
  }

  /** Puts everything away that is not on disk. */
  clear(): void {
    this.cleared += 1
    this.waiting.clear()
    this.failed.clear()
    this.attempts = 0
    if (this.retryTimer !== null) clearTimeout(this.retryTimer)
    this.retryTimer = null
    this.options.onState(this.state)
    this.next()
  }

  private again(which: (failed: { heals: boolean }) => boolean): Promise<void> {
    if (this.retryTimer !== null) clearTimeout(this.retryTimer)
    this.retryTimer = null
    for (const [key, failed] of [...this.failed]) {
      if (!which(failed)) continue
      if (!this.waiting.has(key)) this.waiting.set(key, { edit: failed.edit, due: 0 })
      this.failed.delete(key)
    }
    return this.flush()
  }

  private next(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    if (this.inFlight !== null) return
    const first = this.waiting.entries().next()
    if (first.done) {
      const resolved = this.idle
      this.idle = []
      for (const resolve of resolved) resolve()
      return
    }
    const [key, entry] = first.value
    const wait = entry.due - Date.now()
    if (wait > 0) {
      this.timer = setTimeout(() => this.next(), wait)
    } else {
      void this.write(key, entry.edit)
    }
  }

  private async write(key: string, edit: Edit): Promise<void> {
    this.waiting.delete(key)
    this.inFlight = key
    this.options.onState(this.state)
    const { cleared } = this
    try {
      const kept = await this.options.save(edit)
      this.inFlight = null
      if (this.failed.size === 0) this.attempts = 0
      if (cleared === this.cleared) this.options.onKept(edit, kept)
    } catch (thrown) {
      this.inFlight = null
      if (cleared === this.cleared) this.fail(key, edit, thrown)
    }
    this.options.onState(this.state)
    this.next()
  }

  private fail(key: string, edit: Edit, thrown: unknown): void {
    const heals = this.options.mayHeal?.(thrown) ?? true
    if (!this.waiting.has(key)) this.failed.set(key, { edit, heals })
    this.options.onFailed(key, thrown)
    if (heals) this.scheduleRetry()
  }

  private scheduleRetry(): void {
    if (this.retryTimer !== null) return
    const waits = this.options.retryAfter ?? RETRY_AFTER
    const wait = waits[Math.min(this.attempts, waits.length - 1)] ?? 0
    this.attempts += 1
    this.retryTimer = setTimeout(() => void this.again(({ heals }) => heals), wait)
  }
}
