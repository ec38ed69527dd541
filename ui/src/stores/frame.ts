import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

/** What lies over the page: the palette, the sheet of shortcuts. One at a time. */
export const useFrame = defineStore('frame', () => {
  const over = ref<'palette' | 'shortcuts' | null>(null)

  /** The guided tour is being shown. */
  const tour = ref(false)

  /** Modal dialogs that are open, the last one uppermost; all outside it cannot be reached. */
  const dialogs = shallowRef<readonly HTMLElement[]>([])
  const uppermost = computed(() => dialogs.value.at(-1) ?? null)

  function opened(dialog: HTMLElement): void {
    dialogs.value = [...dialogs.value.filter((each) => each !== dialog), dialog]
  }
  function closed(dialog: HTMLElement): void {
    dialogs.value = dialogs.value.filter((each) => each !== dialog)
  }
  function show(what: 'palette' | 'shortcuts'): void {
    over.value = over.value === what ? null : what
  }
  function hide(): void {
    over.value = null
  }
  return { over, tour, uppermost, opened, closed, show, hide }
})
