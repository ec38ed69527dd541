import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import { changedTable, faultsByPlace, withChange, withoutIdle } from '@/logic/draft'
import { live } from '@/logic/live'
import {
  platform,
  type DraftCheck,
  type FrameworkDraft,
  type FrameworkSource,
  type SourceChange,
} from '@/platform'
import { useMessages } from './messages'
import { remember, remembered } from './preferences'
import { useWorkspace } from './workspace'

/** A framework version while it is edited. What was typed is kept on this machine until it is saved or thrown away. */
export const useDraft = defineStore('draft', () => {
  const workspace = useWorkspace()
  const messages = useMessages()

  let asked = 0
  const source = shallowRef<FrameworkSource | null>(null)
  const changes = ref<SourceChange[]>([])
  const before = ref<SourceChange[][]>([])
  const check = shallowRef<DraftCheck | null>(null)

  const key = computed(
    () => `hezhi.draft.${workspace.open?.path ?? ''}.${source.value?.version ?? ''}`,
  )
  const tables = computed(
    () =>
      new Map(
        (source.value?.tables ?? []).map((table) => [
          table.file,
          changedTable(table, changes.value),
        ]),
      ),
  )
  const texts = computed(
    () => new Map((source.value?.texts ?? []).map((text) => [text.file, text])),
  )
  const faults = computed(() => faultsByPlace(check.value?.faults ?? []))

  function draft(version: string): FrameworkDraft {
    return { base: source.value?.version ?? '', version, changes: changes.value }
  }

  const put = live(
    (asked: FrameworkDraft) => platform.call('check_draft', { draft: asked }),
    (got) => (check.value = source.value === null ? null : got),
    (thrown) => messages.failed(thrown),
  )
  watch(changes, (now) => {
    if (source.value === null) return
    remember(key.value, now.length === 0 ? '' : JSON.stringify(now))
    put(draft(''))
  })

  /** Takes up a version, with what was typed on it before. */
  async function load(version: string | null): Promise<void> {
    asked += 1
    const mine = asked
    const got = await platform.call('framework_source', { version })
    if (mine !== asked) return
    source.value = got
    check.value = null
    before.value = []
    let kept: SourceChange[] = []
    try {
      const text = remembered(key.value)
      if (text) kept = JSON.parse(text) as SourceChange[]
    } catch {
      kept = []
    }
    changes.value = withoutIdle(got, kept)
  }

  function make(change: SourceChange): void {
    const known = source.value
    if (known === null) return
    before.value.push(changes.value)
    changes.value = withoutIdle(known, withChange(changes.value, change))
  }

  /** Several changes as one step. */
  function makeAll(list: readonly SourceChange[]): void {
    const known = source.value
    if (known === null) return
    before.value.push(changes.value)
    changes.value = withoutIdle(known, list.reduce(withChange, changes.value))
  }

  function undo(): void {
    const last = before.value.pop()
    if (last !== undefined) changes.value = last
  }

  function clear(): void {
    before.value = []
    changes.value = []
  }

  /** Puts the version away with all that was typed on it, which stays kept for its own workspace. */
  function leave(): void {
    asked += 1
    source.value = null
    check.value = null
    clear()
  }
  watch(() => workspace.open?.path, leave, { flush: 'sync' })

  return {
    source,
    changes,
    before,
    check,
    tables,
    texts,
    faults,
    draft,
    load,
    make,
    makeAll,
    undo,
    clear,
  }
})
