import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { fileName } from '@/logic/format'
import { AS_RECOGNISED } from '@/logic/mapping'
import {
  platform,
  type AmendmentEdit,
  type BatchView,
  type FolderView,
  type MappingEdit,
  type PreviewView,
  type ReadOptions,
  type SavedMapping,
  type UndoView,
} from '@/platform'
import { useMessages } from './messages'
import { usePreferences } from './preferences'
import { useTasks } from './tasks'
import { useWorkspace } from './workspace'

/** By what a file is read. */
interface Read {
  /** How the person said that the file is to be read; `null` is as recognised. */
  options: ReadOptions
  /** What the person put in place of cells and rows. */
  amendments: AmendmentEdit[]
}

export interface Inspected extends Read {
  preview: PreviewView
  /** One of a folder's files, opened to look at. */
  ofFolder: boolean
}

/** Files that were inspected and wait for a decision, and the batches that were imported. */
export const useImports = defineStore('imports', () => {
  const workspace = useWorkspace()
  const tasks = useTasks()
  const messages = useMessages()
  const preferences = usePreferences()

  const inspected = shallowRef<Inspected[]>([])
  const folder = shallowRef<FolderView | null>(null)
  const batches = shallowRef<BatchView[]>([])
  const saved = shallowRef<SavedMapping[]>([])
  const undone = shallowRef<UndoView | null>(null)
  /** What holds for files that are read from now on. */
  const rule = ref<Pick<ReadOptions, 'hidden' | 'conflict'>>({ hidden: null, conflict: null })
  const busy = ref(false)

  /** How each file of the folder was read, by its token: it is opened just so. */
  let reads = new Map<string, Read>()
  let turn: Promise<void> = Promise.resolve()
  let waiting = 0

  /** One thing after another, in the order in which they were asked for; none goes into another workspace. */
  function alone(work: () => Promise<void>): Promise<void> {
    const path = workspace.open?.path
    waiting += 1
    busy.value = true
    turn = turn.then(async () => {
      if (workspace.open?.path === path) await messages.guard(work)
      waiting -= 1
      busy.value = waiting > 0
    })
    return turn
  }

  function usual(): ReadOptions {
    const round = workspace.roundId === '' ? null : workspace.roundId
    return { ...AS_RECOGNISED, ...rule.value, round }
  }

  /** Inspects files one after another; one that cannot be read does not hold up the rest. */
  async function inspect(paths: readonly string[]): Promise<void> {
    await alone(async () => {
      for (const path of paths) {
        const options = usual()
        const preview = await messages.guard(() =>
          tasks.run('inspect_file', { path, options }, fileName(path)),
        )
        if (preview === undefined) continue
        const entry = { options, amendments: [], preview, ofFolder: false }
        inspected.value = [...inspected.value, entry]
      }
    })
  }

  /** The entry as it stands now; `null` where it was put away. */
  function standing(token: string): Inspected | null {
    return inspected.value.find((entry) => entry.preview.token === token) ?? null
  }

  /** Reads a file again by what `change` makes of how it stands when its turn comes. */
  async function readAgain(
    { preview: { token } }: Inspected,
    change: (now: Inspected) => Partial<Read> | Promise<Partial<Read>>,
  ): Promise<void> {
    await alone(async () => {
      const before = standing(token)
      if (before === null) return
      const { options, amendments } = { ...before, ...(await change(before)) }
      const preview = await tasks.run(
        'inspect_again',
        { token, options, amendments },
        before.preview.file,
      )
      if (before.ofFolder) reads.set(preview.token, { options, amendments })
      inspected.value = inspected.value.map((old) =>
        old.preview.token === token ? { ...old, options, amendments, preview } : old,
      )
    })
  }

  /** Reads a file again in another way. */
  function again(entry: Inspected, options: Partial<ReadOptions>): Promise<void> {
    return readAgain(entry, (now) => ({ options: { ...now.options, ...options } }))
  }

  /** Reads a file again by what is said of a sheet's columns. */
  function readBy(entry: Inspected, edit: MappingEdit): Promise<void> {
    return readAgain(entry, async (now) => {
      const mapping = await platform.call('mapping_text', { token: now.preview.token, edit })
      return { options: { ...now.options, mapping } }
    })
  }

  /** Puts text in place of a cell, or sets a cell or row aside; the last word on a place counts. */
  function amend(entry: Inspected, edit: AmendmentEdit): Promise<void> {
    return readAgain(entry, ({ amendments }) => {
      const others = amendments.filter((old) => old.sheet !== edit.sheet || old.cell !== edit.cell)
      return { amendments: [...others, edit] }
    })
  }

  /** Takes back what was put in place of a cell or row. */
  function restore(entry: Inspected, edit: AmendmentEdit): Promise<void> {
    return readAgain(entry, ({ amendments }) => ({
      amendments: amendments.filter((old) => old !== edit),
    }))
  }

  function leave(entry: Inspected): void {
    const { token } = entry.preview
    inspected.value = inspected.value.filter((old) => old.preview.token !== token)
  }

  async function confirm(entry: Inspected): Promise<void> {
    await alone(async () => {
      const batch = await tasks.run(
        'confirm_import',
        { token: entry.preview.token },
        entry.preview.file,
      )
      leave(entry)
      settled(entry, batch)
      messages.done('import.confirmed', {
        file: batch.file,
        accepted: batch.accepted,
        unchanged: batch.unchanged,
        rejected: batch.rejected,
      })
      await Promise.all([loadBatches(), workspace.refresh()])
    })
  }

  /** A folder's file that was written by itself has its batch in the folder's list, too. */
  function settled(entry: Inspected, batch: BatchView | null): void {
    if (!entry.ofFolder || folder.value === null) return
    folder.value = {
      ...folder.value,
      files: folder.value.files.map((file) =>
        file.draft === entry.preview.token ? { ...file, draft: null, batch } : file,
      ),
    }
  }

  async function discard(entry: Inspected): Promise<void> {
    await messages.guard(async () => {
      // A folder's file stays held with its folder.
      if (!entry.ofFolder) await platform.call('discard_import', { token: entry.preview.token })
      leave(entry)
    })
  }

  /** Writes the file with its faulty cells marked, to send back. */
  async function mark(entry: Inspected, path: string): Promise<void> {
    await messages.guard(async () => {
      const token = entry.preview.token
      const file = await tasks.run(
        'write_marked',
        { token, path, lang: preferences.lang },
        entry.preview.file,
      )
      const said = file.kind === 'marked' ? 'import.marked' : 'import.marked_anew'
      messages.done(said, { path: file.path })
    })
  }

  async function inspectFolder(path: string): Promise<void> {
    await alone(async () => {
      if (folder.value !== null) await discardFolder()
      const options = usual()
      const found = await tasks.run('inspect_folder', { path, options }, fileName(path))
      reads = new Map(
        found.files.flatMap(({ draft }) =>
          draft === null ? [] : [[draft, { options, amendments: [] }]],
        ),
      )
      folder.value = found
    })
  }

  /** Opens a folder's file to look at and mend. */
  async function open(token: string): Promise<void> {
    await alone(async () => {
      if (inspected.value.some((entry) => entry.preview.token === token)) return
      const read = reads.get(token) ?? { options: usual(), amendments: [] }
      const preview = await tasks.run('inspect_again', { token, ...read })
      const entry = { ...read, preview, ofFolder: true }
      inspected.value = [...inspected.value, entry]
    })
  }

  async function confirmFolder(): Promise<void> {
    const held = folder.value
    if (held === null) return
    await alone(async () => {
      try {
        folder.value = await tasks.run('confirm_folder', { token: held.token })
        inspected.value = inspected.value.filter((entry) => !entry.ofFolder)
        const written = folder.value.files.filter((file) => file.batch !== null).length
        messages.done('import.folder_confirmed', { count: written })
      } finally {
        await Promise.all([loadBatches(), workspace.refresh()])
      }
    })
  }

  async function discardFolder(): Promise<void> {
    const held = folder.value
    if (held === null) return
    if (held.files.some((file) => file.draft !== null)) {
      await messages.guard(() => platform.call('discard_folder', { token: held.token }))
    }
    inspected.value = inspected.value.filter((entry) => !entry.ofFolder)
    folder.value = null
  }

  async function loadSaved(): Promise<void> {
    saved.value = await platform.call('saved_mappings', {})
  }

  /** Keeps a mapping; whether it could be. */
  async function save(text: string): Promise<boolean> {
    const got = await messages.guard(() => platform.call('save_mapping', { text }))
    if (got !== undefined) saved.value = got
    return got !== undefined
  }

  async function forget(name: string): Promise<void> {
    await messages.guard(async () => {
      saved.value = await platform.call('delete_mapping', { name })
    })
  }

  async function loadBatches(): Promise<void> {
    batches.value = await platform.call('batches', {})
  }

  async function undo(batch: BatchView): Promise<void> {
    await alone(async () => {
      const view = await platform.call('undo_batch', { batch: batch.id })
      undone.value = view.kept.length > 0 ? view : null
      messages.done('import.undone', { file: batch.file, restored: view.restored })
      await Promise.all([loadBatches(), workspace.refresh()])
    })
  }

  /** Forgets what waits when another workspace is opened. */
  function clear(): void {
    inspected.value = []
    folder.value = null
    batches.value = []
    undone.value = null
    reads = new Map()
  }

  return {
    inspected,
    folder,
    batches,
    saved,
    undone,
    rule,
    busy,
    inspect,
    again,
    readBy,
    amend,
    restore,
    confirm,
    discard,
    mark,
    inspectFolder,
    open,
    confirmFolder,
    discardFolder,
    loadSaved,
    save,
    forget,
    loadBatches,
    undo,
    clear,
  }
})
