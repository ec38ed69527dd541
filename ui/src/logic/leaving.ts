import { onBeforeUnmount } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'

import { useMessages } from '@/stores/messages'
import { useUnsaved, type Keeper } from '@/stores/unsaved'
import { useWorkspace } from '@/stores/workspace'

/** A page that keeps something: it is asked before the page, its subject, the round or the window is left. */
export function useKeeper(keeper: Keeper): void {
  const unsaved = useUnsaved()
  onBeforeUnmount(unsaved.keep(keeper))
  onBeforeRouteLeave(() => unsaved.release([keeper]))
  onBeforeRouteUpdate(() => unsaved.release([keeper]))
}

/** Closes the workspace, once nothing unsaved is left or a person gave it up. */
export function useClosing(): () => Promise<void> {
  const workspace = useWorkspace()
  const unsaved = useUnsaved()
  const messages = useMessages()
  const router = useRouter()
  return async () => {
    const giveUp = await unsaved.agree()
    if (giveUp === null) return
    await messages.guard(async () => {
      await workspace.close(giveUp)
      await router.push({ name: 'start' })
    })
  }
}
