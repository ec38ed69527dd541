import { computed, onBeforeUnmount, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { useRouter } from 'vue-router'

import { useWords } from '@/i18n'
import { missing, withValue, type Fields } from '@/logic/incidents'
import { useKeeper } from '@/logic/leaving'
import {
  asFailure,
  Failure,
  platform,
  type FieldValue,
  type FieldView,
  type IncidentAssessment,
  type IncidentView,
} from '@/platform'
import { useMessages } from '@/stores/messages'
import { useWorkspace } from '@/stores/workspace'

/** Pause after the last letter before an incident is judged, in milliseconds. */
const TYPING = 250

/**
 * An incident while it is filled in: as it is kept in its round, as it is on the screen, and what the rules
 * say of it. `key` names the one to be shown; none is a new one.
 */
export function useIncident(key: Ref<string | undefined>) {
  const workspace = useWorkspace()
  const messages = useMessages()
  const router = useRouter()
  const { t, words } = useWords()

  const stored = shallowRef<IncidentView | null>(null)
  /** The round that it belongs to, whichever is in view by now. */
  const round = ref(workspace.roundId)
  const fields = shallowRef<Fields>({})
  const assessment = shallowRef<IncidentAssessment | null>(null)
  const changed = ref(false)
  const tried = ref(false)
  const saving = ref(false)
  /** Fields that hold what cannot be read: the value beneath is not what is on the screen. */
  const faulty = reactive(new Set<string>())
  let timer: ReturnType<typeof setTimeout> | null = null
  let asked = 0
  let here = true

  const register = computed(() =>
    workspace.framework?.incident ? (workspace.framework.registers[0] ?? null) : null,
  )

  /** A new incident needs no number of its own. */
  function numbered(field: FieldView): boolean {
    return stored.value === null && field.required && field.kind === 'text'
  }
  /** Required fields that are empty, but for what the shell can number, and what cannot be read. */
  const lacking = computed(() => {
    const found = missing(register.value?.fields ?? [], fields.value)
    return new Set([
      ...found.filter((field) => !numbered(field)).map((field) => field.id),
      ...faulty,
    ])
  })

  /** Counts what was put on the screen in place of another: fields begin anew with it. */
  const turn = ref(0)
  function take(view: IncidentView | null, of: string) {
    turn.value += 1
    // What is on its way was asked of another one.
    asked += 1
    if (timer !== null) clearTimeout(timer)
    stored.value = view
    round.value = of
    fields.value = { ...((view?.fields ?? {}) as Fields) }
    assessment.value = view?.assessment ?? null
    changed.value = false
    tried.value = false
    faulty.clear()
  }

  watch(
    key,
    async (wanted) => {
      const of = workspace.roundId
      if (wanted === undefined) {
        take(null, of)
        return
      }
      if (stored.value?.key === wanted && round.value === of) return
      const view = await messages.guard(() => platform.call('incident', { round: of, key: wanted }))
      // Whoever has gone elsewhere meanwhile stays there.
      if (!here || key.value !== wanted || workspace.roundId !== of) return
      if (view === undefined) await router.replace({ name: 'incidents' })
      else take(view, of)
    },
    { immediate: true },
  )
  // The same number may name another incident in another round.
  watch(
    () => workspace.roundId,
    (id) => {
      if (id === round.value) return
      if (key.value === undefined) round.value = id
      else void router.replace({ name: 'incidents' })
    },
  )
  /** It is shown under the number that it was saved with: nothing is left. */
  let settling = false
  useKeeper({
    question: () =>
      changed.value && !settling
        ? {
            title: t('incidents.leave_title'),
            body: t('incidents.leave_body'),
            yes: t('incidents.leave_yes'),
          }
        : null,
    discard: () => take(stored.value, round.value),
  })
  onBeforeUnmount(() => {
    here = false
    if (timer !== null) clearTimeout(timer)
  })

  /** A failure that names a field names it in words. */
  function named(thrown: unknown): Failure {
    const failure = asFailure(thrown)
    const field = register.value?.fields.find((entry) => entry.id === failure.params['field'])
    if (field === undefined) return failure
    return new Failure({
      code: failure.code,
      params: { ...failure.params, field: words(field.name) },
    })
  }

  function typed(id: string, value: FieldValue | null) {
    fields.value = withValue(fields.value, id, value)
    changed.value = true
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void assess(), TYPING)
  }
  function unreadable(id: string, is: boolean) {
    if (!is) faulty.delete(id)
    else {
      faulty.add(id)
      changed.value = true
    }
  }

  async function assess() {
    asked += 1
    const mine = asked
    const got = await messages.guard(() =>
      platform.call('assess_incident', { round: round.value, fields: fields.value }),
    )
    if (mine === asked && got !== undefined) assessment.value = got
  }

  /** Whether it was saved. What is typed meanwhile stays, and is not saved yet. */
  async function save(): Promise<boolean> {
    tried.value = true
    if (lacking.value.size > 0 || saving.value) return false
    saving.value = true
    const sent = fields.value
    try {
      const view = await platform.call('save_incident', {
        edit: { round: round.value, key: stored.value?.key ?? null, fields: sent },
      })
      stored.value = view
      if (fields.value === sent) {
        asked += 1
        fields.value = { ...(view.fields as Fields) }
        assessment.value = view.assessment
        tried.value = false
        changed.value = faulty.size > 0
      }
      const moved = here && key.value !== view.key && workspace.roundId === round.value
      if (moved) {
        settling = true
        await router.replace({ name: 'incident', params: { incident: view.key } })
      }
      return true
    } catch (thrown) {
      messages.failed(named(thrown))
      return false
    } finally {
      settling = false
      saving.value = false
    }
  }

  /** Saves it with one field otherwise; where that fails the field stands as it stood. */
  async function saveWith(id: string, value: FieldValue): Promise<boolean> {
    const before = fields.value[id]
    fields.value = withValue(fields.value, id, value)
    if (await save()) return true
    // What was typed elsewhere meanwhile stays.
    fields.value = withValue(fields.value, id, before ?? null)
    return false
  }

  async function remove(): Promise<void> {
    const gone = stored.value?.key
    if (gone === undefined) return
    await platform.call('delete_incident', { round: round.value, key: gone })
    changed.value = false
    messages.done('incidents.deleted', { key: gone })
    await router.push({ name: 'incidents' })
  }

  return {
    turn,
    stored,
    round,
    fields,
    assessment,
    changed,
    tried,
    saving,
    register,
    lacking,
    numbered,
    typed,
    unreadable,
    save,
    saveWith,
    remove,
  }
}
