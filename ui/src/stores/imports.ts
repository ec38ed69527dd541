import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { fileName } from '@/logic/format'
import { platform, type BatchView, type PreviewView, type UndoView } from '@/platform'
import { useMessages } from './messages'
import { useTasks } from './tasks'
import { useWorkspace } from './workspace'

export interface Inspected {
  path: string
  /** What the person said it is; empty is what was recognised. */
  kind: string
  /** How the person said that its columns are to be read; `null` is as recognised. */
  mapping: string | null
  preview: PreviewView
}

/** Files that were inspected and wait for a decision, and the batches that were imported. */
export const useImports = defineStore('imports', () => {
  const workspace = useWorkspace()
  const tasks = useTasks()
  const messages = useMessages()

  const inspected = shallowRef<Inspected[]>([])
  const batches = shallowRef<BatchView[]>([])
  const undone = shallowRef<UndoView | null>(null)
  const busy = ref(false)

  async function inspectOne(
    path: string,
    kind: string,
    mapping: string | null = null,
  ): Promise<Inspected> {
    const preview = await tasks.run(
      'inspect_file',
      {
        path,
        options: {
          kind: kind === '' ? null : kind,
          round: workspace.roundId === '' ? null : workspace.roundId,
          mapping,
          hidden: null,
          encoding: null,
          conflict: null,
        },
      },
      fileName(path),
    )
    return { path, kind, mapping, preview }
  }

  /** Inspects files one after another; one that cannot be read does not hold up the rest. */
  async function inspect(paths: readonly string[]): Promise<void> {
    if (busy.value) return
    busy.value = true
    for (const path of paths) {
      const entry = await messages.guard(() => inspectOne(path, ''))
      if (entry !== undefined) inspected.value = [...inspected.value, entry]
    }
    busy.value = false
  }

  /** Reads a file again as something else than it was taken for. */
  function readAs(entry: Inspected, kind: string): Promise<void> {
    return readAgain(entry, () => inspectOne(entry.path, kind))
  }

  /** Reads a file again by a mapping of its columns. */
  function readBy(entry: Inspected, mapping: string): Promise<void> {
    return readAgain(entry, () => inspectOne(entry.path, entry.kind, mapping))
  }

  async function readAgain(entry: Inspected, read: () => Promise<Inspected>): Promise<void> {
    busy.value = true
    const again = await messages.guard(read)
    if (again !== undefined) {
      inspected.value = inspected.value.map((old) => (old === entry ? again : old))
      await messages.guard(() => platform.call('discard_import', { token: entry.preview.token }))
    }
    busy.value = false
  }

  async function confirm(entry: Inspected): Promise<void> {
    busy.value = true
    await messages.guard(async () => {
      const batch = await tasks.run(
        'confirm_import',
        { token: entry.preview.token },
        entry.preview.file,
      )
      inspected.value = inspected.value.filter((old) => old !== entry)
      messages.done('import.confirmed', {
        file: batch.file,
        accepted: batch.accepted,
        unchanged: batch.unchanged,
        rejected: batch.rejected,
      })
      await Promise.all([loadBatches(), workspace.refresh()])
    })
    busy.value = false
  }

  async function discard(entry: Inspected): Promise<void> {
    await messages.guard(async () => {
      await platform.call('discard_import', { token: entry.preview.token })
      inspected.value = inspected.value.filter((old) => old !== entry)
    })
  }

  async function loadBatches(): Promise<void> {
    batches.value = await platform.call('batches', {})
  }

  async function undo(batch: BatchView): Promise<void> {
    busy.value = true
    await messages.guard(async () => {
      const view = await platform.call('undo_batch', { batch: batch.id })
      undone.value = view.kept.length > 0 ? view : null
      messages.done('import.undone', { file: batch.file, restored: view.restored })
      await Promise.all([loadBatches(), workspace.refresh()])
    })
    busy.value = false
  }

  /** Forgets what waits when another workspace is opened. */
  function clear(): void {
    inspected.value = []
    batches.value = []
    undone.value = null
  }

  return {
    inspected,
    batches,
    undone,
    busy,
    inspect,
    readAs,
    readBy,
    confirm,
    discard,
    loadBatches,
    undo,
    clear,
  }
})
