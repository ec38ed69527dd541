import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

import { platform, type DropPoint, type EvidencePlace } from '@/platform'
import { useEvidence } from '@/stores/evidence'
import { useForm } from '@/stores/form'
import { useMessages } from '@/stores/messages'

function cardAt(at: DropPoint | null): string | null {
  const card =
    at === null
      ? null
      : document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-indicator]')
  return card?.dataset['indicator'] ?? null
}

/**
 * Files that are dropped on an indicator's card become its evidence. `placeOf` says where they go, or
 * `null` where nothing may be put; `added` is told when they are there. `over` is the card that files
 * are held above.
 */
export function useEvidenceDrop(
  placeOf: (indicator: string) => EvidencePlace | null,
  added: (indicator: string) => void,
): { over: Ref<string | null> } {
  const evidence = useEvidence()
  const form = useForm()
  const messages = useMessages()
  const over = ref<string | null>(null)

  async function drop(paths: string[], at: DropPoint | null) {
    const indicator = cardAt(at)
    const place = indicator === null ? null : placeOf(indicator)
    if (indicator === null || place === null || paths.length === 0) return
    await messages.guard(async () => {
      const list = await evidence.attach(place, paths)
      // The copy may take long: another form may be in view by now.
      const now = placeOf(indicator)
      if (now !== null && JSON.stringify(now) === JSON.stringify(place)) {
        form.noteEvidence(indicator, list.length)
        added(indicator)
      }
      messages.done('evidence.added', { count: paths.length, indicator })
    })
  }

  let stop: (() => void) | null = null
  let gone = false
  onMounted(async () => {
    const listening = await messages.guard(() =>
      platform.onDrop(
        (paths, at) => void drop(paths, at),
        (held, at) => (over.value = held ? cardAt(at) : null),
      ),
    )
    if (gone) listening?.()
    else stop = listening ?? null
  })
  onBeforeUnmount(() => {
    gone = true
    stop?.()
  })
  return { over }
}
