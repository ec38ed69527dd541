import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { i18n } from '@/i18n'
import { useClosing } from '@/logic/leaving'
import { placesOf } from '@/logic/places'
import { search, type Entry } from '@/logic/search'
import { platform, type Phrase } from '@/platform'
import { useFrame } from './frame'
import { useMessages } from './messages'
import { usePreferences } from './preferences'
import { useWorkspace } from './workspace'

/** Fewer letters would name every incident. */
const LEAST = 2
const INCIDENTS = 6

/** What the palette can find, and where each thing leads. */
export const usePalette = defineStore('palette', () => {
  const workspace = useWorkspace()
  const preferences = usePreferences()
  const messages = useMessages()
  const frame = useFrame()
  const route = useRoute()
  const router = useRouter()

  /** Words of the window in both languages, so that either finds them. */
  function both(key: string): Phrase {
    const { t } = i18n.global
    return { zh: t(key, {}, { locale: 'zh-CN' }), en: t(key, {}, { locale: 'en' }) }
  }

  const acts: Record<string, () => unknown> = {
    new_incident: () => router.push({ name: 'incident-new' }),
    other_language: () => preferences.chooseLang(preferences.lang === 'en' ? 'zh-CN' : 'en'),
    other_theme: () => preferences.chooseTheme(preferences.dark ? 'light' : 'dark'),
    shortcuts: () => frame.show('shortcuts'),
    tour: () => (frame.tour = true),
    close_workspace: useClosing(),
  }

  const fixed = computed<Entry[]>(() => [
    ...placesOf(workspace.framework).map((place): Entry => ({
      id: `page:${place.name}`,
      kind: 'page',
      code: '',
      name: both(`frame.nav_${place.words}`),
      note: both(`frame.group_${place.group}`),
    })),
    ...Object.keys(acts)
      .filter((act) => act !== 'new_incident' || workspace.framework?.incident !== null)
      .map((act): Entry => ({
        id: `action:${act}`,
        kind: 'action',
        code: '',
        name: both(act === 'close_workspace' ? 'frame.close_workspace' : `frame.act_${act}`),
        note: null,
      })),
  ])

  const units = computed<Entry[]>(() => {
    const groups = new Map(
      (workspace.framework?.peer_groups ?? []).map((group) => [group.id, group.name]),
    )
    return workspace.units.map((unit) => ({
      id: `unit:${unit.code}`,
      kind: 'unit',
      code: unit.code,
      name: unit.name,
      note: groups.get(unit.peer_group) ?? null,
    }))
  })

  const indicators = computed<Entry[]>(() => {
    const objectives = new Map(
      (workspace.framework?.objectives ?? []).map((entry) => [entry.id, entry.name]),
    )
    return (workspace.framework?.indicators ?? []).map((entry) => ({
      id: `indicator:${entry.id}`,
      kind: 'indicator',
      code: entry.id,
      name: entry.name,
      note: objectives.get(entry.objective) ?? null,
    }))
  })

  function find(text: string): Entry[] {
    const all =
      text.trim() === '' ? fixed.value : [...fixed.value, ...units.value, ...indicators.value]
    return search(all, text)
  }

  /** Incidents by key, unit or words, as the register finds them. */
  async function incidents(text: string): Promise<Entry[]> {
    const sought = text.trim()
    if (sought.length < LEAST || workspace.roundId === '') return []
    const page = await messages.guard(() =>
      platform.call('incidents', {
        query: {
          round: workspace.roundId,
          text: sought,
          class: '',
          level: null,
          unit: '',
          open_only: false,
          broken_only: false,
          offset: 0,
          limit: INCIDENTS,
        },
      }),
    )
    return (page?.rows ?? []).map((row) => ({
      id: `incident:${row.key}`,
      kind: 'incident',
      code: (row.discovered_at ?? '').slice(0, 10),
      name: { zh: row.key, en: row.key },
      note: row.unit_name,
    }))
  }

  async function go(entry: Entry): Promise<void> {
    const key = entry.id.slice(entry.id.indexOf(':') + 1)
    if (entry.kind === 'action') await acts[key]?.()
    else if (entry.kind === 'page') await router.push({ name: key })
    else if (entry.kind === 'incident') {
      await router.push({ name: 'incident', params: { incident: key } })
    } else if (entry.kind === 'unit') {
      await router.push({ name: 'fill', params: { unit: key } })
    } else await goIndicator(key)
  }

  /** In a form to its question, elsewhere to what the framework says of it. */
  async function goIndicator(id: string): Promise<void> {
    const indicator = workspace.framework?.indicators.find((entry) => entry.id === id)
    const unit = route.name === 'fill' ? route.params['unit'] : undefined
    if (indicator === undefined) return
    if (typeof unit === 'string') {
      await router.push({ path: `/fill/${unit}/${indicator.objective}`, query: { at: id } })
    } else await router.push({ name: 'framework', query: { at: id } })
  }

  return { find, incidents, go }
})
