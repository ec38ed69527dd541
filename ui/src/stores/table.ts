import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { readCell } from '@/logic/cells'
import type { Fields } from '@/logic/incidents'
import {
  blankRow,
  edits,
  faultsOf,
  isBlank,
  isChanged,
  rowOf,
  written,
  type Row,
  type Step,
} from '@/logic/table'
import { platform } from '@/platform'
import { thisMinute } from '@/logic/time'
import { useMessages } from './messages'
import { useWorkspace } from './workspace'

/** How long typing rests before it is saved. */
const REST = 300

/** What is written into one cell. */
export interface CellText {
  row: string
  field: string
  text: string
}

/** A table of a register while it is edited: saved as typed, taken back step by step. */
export const useTable = defineStore('table', () => {
  const workspace = useWorkspace()
  const messages = useMessages()

  const register = ref('')
  /** The round that the rows belong to, whichever is in view by now. */
  let round = ''
  const rows = shallowRef<readonly Row[]>([])
  const steps = ref<Step[]>([])
  const state = ref<'idle' | 'saving' | 'saved' | 'failed'>('idle')
  const savedAt = ref<string | null>(null)
  /** Keys of rows that are taken away and still in the file. */
  let gone: string[] = []
  /** Of these, the ones that are being taken out of the file just now. */
  let going: readonly string[] = []
  let made = 0
  let asking = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let writing: Promise<void> = Promise.resolve()

  const view = computed(
    () => workspace.framework?.registers.find((entry) => entry.id === register.value) ?? null,
  )
  /** Something of it is not in the file, or on its way there. */
  const unsaved = computed(() => state.value === 'saving' || rows.value.some(isChanged))
  const faults = computed(() =>
    faultsOf(rows.value, view.value?.fields ?? [], view.value?.key ?? []),
  )

  async function load(id: string): Promise<void> {
    asking += 1
    const mine = asking
    await flush()
    const asked = workspace.roundId
    const got = await platform.call('register_rows', { round: asked, register: id })
    if (mine !== asking) return
    register.value = id
    round = asked
    rows.value = got.map(rowOf)
    steps.value = []
    gone = []
    state.value = 'idle'
  }

  /** Rows by id with those of `changed` in their place; new ones at the end. */
  function put(changed: ReadonlyMap<string, Row | null>): void {
    const known = new Set(rows.value.map((row) => row.id))
    const kept = rows.value.flatMap((row) => {
      if (!changed.has(row.id)) return [row]
      const now = changed.get(row.id)
      return now ? [now] : []
    })
    const fresh = [...changed.values()].flatMap((row) => (row && !known.has(row.id) ? [row] : []))
    rows.value = [...kept, ...fresh]
    soon()
  }
  function remember(ids: Iterable<string>): void {
    const byId = new Map(rows.value.map((row) => [row.id, row]))
    const step = [...new Set(ids)].map((id) => ({ id, before: byId.get(id) ?? null }))
    steps.value = [...steps.value, step].slice(-200)
  }

  /** The id of a row that does not exist yet. */
  function freshId(): string {
    made += 1
    return `+${made}`
  }

  /** Writes cells as one step; a row that is not there yet begins with `begins`. */
  function write(cells: readonly CellText[], begins: Fields = {}): void {
    const byId = new Map(rows.value.map((row) => [row.id, row]))
    const changed = new Map<string, Row | null>()
    for (const { row: id, field, text } of cells) {
      const known = view.value?.fields.find((entry) => entry.id === field)
      if (known === undefined) continue
      const row = changed.get(id) ?? byId.get(id) ?? blankRow(id, begins)
      const reading = readCell(known, text, workspace.units)
      changed.set(id, written(row, { id, field, text, reading }))
    }
    if (changed.size === 0) return
    remember(changed.keys())
    put(changed)
  }

  function remove(id: string): void {
    const row = rows.value.find((entry) => entry.id === id)
    if (row === undefined) return
    remember([id])
    if (row.key !== null) gone = [...gone, row.key]
    put(new Map([[id, null]]))
  }

  /** Takes the last step back; what it had saved is saved as it was. */
  function undo(): void {
    const step = steps.value.at(-1)
    if (step === undefined) return
    steps.value = steps.value.slice(0, -1)
    const byId = new Map(rows.value.map((row) => [row.id, row]))
    const changed = new Map<string, Row | null>()
    for (const { id, before } of step) {
      const now = byId.get(id)
      if (before === null || (isBlank(before) && before.key === null)) {
        if (now?.key) gone = [...gone, now.key]
        changed.set(id, null)
      } else if (now === undefined) {
        // It was taken away: unless the file still has it, it is a new row for the file.
        const kept = before.key !== null && gone.includes(before.key) && !going.includes(before.key)
        if (kept) gone = gone.filter((key) => key !== before.key)
        changed.set(id, kept ? before : { ...before, key: null, saved: null })
      } else changed.set(id, { ...before, key: now.key, saved: now.saved })
    }
    put(changed)
  }

  function soon(): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void flush(), REST)
  }

  /** Saves what is changed and whole; waits for what is being saved. */
  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(save)
    return writing
  }

  async function save(): Promise<void> {
    const batch = edits(rows.value, gone, faults.value)
    if (batch.edits.length === 0) {
      if (state.value === 'failed') state.value = 'idle'
      return
    }
    going = gone
    state.value = 'saving'
    try {
      const edit = { round, register: register.value, rows: batch.edits }
      const got = await platform.call('save_register_rows', { edit })
      const saved = new Map(batch.rows.map((row, at) => [row.id, got[at] ?? null] as const))
      const taken = going
      gone = gone.filter((key) => !taken.includes(key))
      rows.value = rows.value.map((row) => {
        const now = saved.get(row.id) ?? null
        return now === null ? row : { ...row, key: now.key, saved: now }
      })
      state.value = 'saved'
      savedAt.value = thisMinute(new Date())
      // Taken away while it was being saved: the file has it still.
      const there = new Set(rows.value.map((row) => row.id))
      for (const [id, now] of saved) if (now !== null && !there.has(id)) gone.push(now.key)
      if (gone.length > 0) soon()
    } catch (thrown) {
      state.value = 'failed'
      messages.failed(thrown)
    } finally {
      going = []
    }
  }

  /** Gives up what is not saved. */
  function discard(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    rows.value = rows.value.flatMap((row) => (row.saved === null ? [] : [rowOf(row.saved)]))
    steps.value = []
    gone = []
    state.value = 'idle'
  }

  return {
    register,
    view,
    rows,
    faults,
    unsaved,
    steps,
    state,
    savedAt,
    load,
    write,
    remove,
    undo,
    flush,
    discard,
    freshId,
  }
})
