import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What lies over the page: the palette, the sheet of shortcuts. One at a time. */
export const useFrame = defineStore('frame', () => {
  const over = ref<'palette' | 'shortcuts' | null>(null)

  /** The guided tour is being shown. */
  const tour = ref(false)

  function show(what: 'palette' | 'shortcuts'): void {
    over.value = over.value === what ? null : what
  }
  function hide(): void {
    over.value = null
  }
  return { over, tour, show, hide }
})
