import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { asFailure, platform, type Failure, type OverviewView, type ScoreRequest } from '@/platform'
import { useWorkspace } from './workspace'

export const LAYERS = ['final', 'self', 'verified'] as const
export const MODES = ['official', 'provisional'] as const

/** The overview and what it is asked for; kept while other pages are looked at. */
export const useOverview = defineStore('overview', () => {
  const workspace = useWorkspace()

  const layer = ref<(typeof LAYERS)[number]>('final')
  const mode = ref<(typeof MODES)[number]>('official')
  const group = ref('')
  const unit = ref('')
  const filter = ref('')
  const view = shallowRef<OverviewView | null>(null)

  const shownFor = ref('')
  const failure = shallowRef<Failure | null>(null)

  const request = computed<ScoreRequest>(() => ({
    round: workspace.roundId,
    layer: layer.value,
    mode: mode.value,
  }))

  /** What is shown answers another question than the one that is asked now. */
  const behind = computed(
    () => view.value !== null && shownFor.value !== JSON.stringify(request.value),
  )
  const current = computed(
    () => view.value?.groups.find((entry) => entry.id === group.value) ?? null,
  )
  /** The group's units by rank; those that are not ranked last. */
  const rows = computed(() =>
    (view.value?.rows ?? [])
      .filter((row) => row.peer_group === group.value)
      .sort(
        (a, b) =>
          (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) ||
          a.code.localeCompare(b.code),
      ),
  )

  async function load(): Promise<void> {
    const asked = request.value
    if (asked.round === '') {
      view.value = null
      return
    }
    let got: OverviewView
    failure.value = null
    try {
      got = await platform.call('overview', { request: asked })
    } catch (thrown) {
      if (JSON.stringify(asked) === JSON.stringify(request.value)) {
        view.value = null
        failure.value = asFailure(thrown)
      }
      return
    }
    if (JSON.stringify(asked) !== JSON.stringify(request.value)) return
    view.value = got
    shownFor.value = JSON.stringify(asked)
    if (!got.groups.some((entry) => entry.id === group.value)) {
      group.value = got.groups[0]?.id ?? ''
    }
    if (!rows.value.some((row) => row.code === unit.value)) chooseGroup(group.value)
  }

  function chooseGroup(id: string): void {
    group.value = id
    unit.value = rows.value[0]?.code ?? ''
  }

  function clear(): void {
    view.value = null
    failure.value = null
    group.value = ''
    unit.value = ''
    filter.value = ''
  }

  return {
    layer,
    mode,
    group,
    unit,
    filter,
    view,
    failure,
    behind,
    request,
    current,
    rows,
    load,
    chooseGroup,
    clear,
  }
})
