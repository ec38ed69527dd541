import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import {
  platform,
  type FrameworkView,
  type RecentView,
  type RoundEdit,
  type RoundView,
  type StartView,
  type UnitView,
  type WorkspaceView,
} from '@/platform'
import { useTasks } from './tasks'
import { useUnsaved } from './unsaved'

/** The open workspace, the round in view, its framework and its units. */
export const useWorkspace = defineStore('workspace', () => {
  const start = shallowRef<StartView | null>(null)
  const recent = shallowRef<RecentView[]>([])
  const open = shallowRef<WorkspaceView | null>(null)
  const roundId = ref('')
  const framework = shallowRef<FrameworkView | null>(null)
  const units = shallowRef<UnitView[]>([])
  /** Counts what changed the data as a whole, so that pages know to ask again. */
  const revision = ref(0)

  const round = computed<RoundView | null>(
    () => open.value?.rounds.find((entry) => entry.id === roundId.value) ?? null,
  )
  const readOnly = computed(() => open.value?.read_only ?? false)
  const unitsByCode = computed(() => new Map(units.value.map((unit) => [unit.code, unit])))
  /** Peer groups that have units, in the framework's order. */
  const usedGroups = computed(() => {
    const used = new Set(units.value.map((unit) => unit.peer_group))
    return (framework.value?.peer_groups ?? []).filter((group) => used.has(group.id))
  })
  const gradesByKey = computed(
    () => new Map((framework.value?.grades ?? []).map((grade) => [grade.key, grade])),
  )

  async function enter(workspace: WorkspaceView): Promise<void> {
    open.value = workspace
    roundId.value = ''
    try {
      await loadRound(workspace.rounds[0]?.id ?? '')
    } catch (thrown) {
      // A workspace of which nothing could be read is not half open.
      await close()
      throw thrown
    }
  }

  let asking = 0
  /**
   * The round is in view with its framework and its units, or not at all; `giveUp` discards what was given
   * up for it.
   */
  async function loadRound(chosen: string, giveUp?: () => void): Promise<void> {
    asking += 1
    const mine = asking
    const [tree, list] = await Promise.all([
      platform.call('framework', { round: chosen === '' ? null : chosen }),
      chosen === ''
        ? Promise.resolve<UnitView[]>([])
        : platform.call('units', { round: chosen, layer: 'self_reported' }),
    ])
    if (mine !== asking) return
    giveUp?.()
    roundId.value = chosen
    framework.value = tree
    units.value = list
    revision.value += 1
  }

  /** Asks how the program was started and what is open; opens what the command line named. */
  async function begin(): Promise<StartView> {
    const how = await platform.call('start', {})
    start.value = how
    return how
  }

  async function resume(): Promise<boolean> {
    const how = start.value
    const current = await platform.call('workspace', {})
    if (current !== null) {
      await enter(current)
    } else if (how?.open) {
      await openPath(how.open)
    } else if (how?.demonstration) {
      await openDemonstration()
    }
    return open.value !== null
  }

  async function loadRecent(): Promise<void> {
    recent.value = await platform.call('recent_workspaces', {})
  }

  async function forget(path: string): Promise<void> {
    recent.value = await platform.call('forget_workspace', { path })
  }

  async function create(path: string): Promise<void> {
    await enter(await platform.call('create_workspace', { path }))
  }

  async function openPath(path: string): Promise<void> {
    await enter(await platform.call('open_workspace', { path }))
  }

  async function openDemonstration(): Promise<void> {
    await enter(await useTasks().run('open_demonstration', { path: null }))
  }

  /** Closes it; `giveUp` discards what was given up for that. */
  async function close(giveUp?: () => void): Promise<void> {
    await platform.call('close_workspace', {})
    giveUp?.()
    asking += 1
    open.value = null
    framework.value = null
    units.value = []
    roundId.value = ''
  }

  /** Shows another round, unless something is unsaved in this one that a person will not give up. */
  async function chooseRound(id: string): Promise<void> {
    const giveUp = await useUnsaved().agree()
    if (giveUp !== null) await loadRound(id, giveUp)
  }

  async function addRound(edit: RoundEdit): Promise<void> {
    open.value = await platform.call('add_round', { round: edit })
    await chooseRound(edit.id)
  }

  /** Asks again for everything that an import or an undo may have changed. */
  async function refresh(): Promise<void> {
    const current = await platform.call('workspace', {})
    if (current === null) return
    open.value = current
    const stands = current.rounds.some((entry) => entry.id === roundId.value)
    await loadRound(stands ? roundId.value : (current.rounds[0]?.id ?? ''))
  }

  /** Keeps the unit's count of answers right while it is being filled in. */
  function noteProgress(code: string, answered: number): void {
    units.value = units.value.map((unit) => (unit.code === code ? { ...unit, answered } : unit))
  }

  return {
    start,
    recent,
    open,
    roundId,
    round,
    readOnly,
    framework,
    units,
    unitsByCode,
    usedGroups,
    gradesByKey,
    revision,
    enter,
    begin,
    resume,
    loadRecent,
    forget,
    create,
    openPath,
    openDemonstration,
    close,
    chooseRound,
    addRound,
    refresh,
    noteProgress,
  }
})
