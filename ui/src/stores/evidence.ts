import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import { platform, type EvidencePlace, type EvidenceView } from '@/platform'

function keyOf(place: EvidencePlace): string {
  return JSON.stringify(place)
}

/** Files behind what is in view; a drop and a list that is open see the same. */
export const useEvidence = defineStore('evidence', () => {
  const lists = shallowRef(new Map<string, EvidenceView[]>())

  function put(place: EvidencePlace, list: EvidenceView[]): void {
    lists.value = new Map(lists.value).set(keyOf(place), list)
  }
  function listOf(place: EvidencePlace): EvidenceView[] | null {
    return lists.value.get(keyOf(place)) ?? null
  }
  async function load(place: EvidencePlace): Promise<void> {
    put(place, await platform.call('evidence', { place }))
  }
  async function attach(place: EvidencePlace, paths: string[]): Promise<EvidenceView[]> {
    const list = await platform.call('attach_evidence', { place, paths })
    put(place, list)
    return list
  }
  async function remove(place: EvidencePlace, id: number): Promise<void> {
    await platform.call('remove_evidence', { id })
    await load(place)
  }
  /** Forgets what belongs to another workspace. */
  function clear(): void {
    lists.value = new Map()
  }
  return { listOf, load, attach, remove, clear }
})
