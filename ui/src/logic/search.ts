import type { Phrase } from '@/platform'
import { found, wordsOf } from './filter'

export interface Entry {
  /** Stable among all entries, such as `unit:D01`. */
  id: string
  kind: 'page' | 'action' | 'unit' | 'indicator' | 'incident'
  /** What is searched beside the name. */
  code: string
  name: Phrase
  /** A word on where it leads or what it belongs to. */
  note: Phrase | null
}

/** How many of a kind are shown. */
const MOST = 8

/** How well an entry answers: its code, the start of its name, anywhere in it. */
function rank(entry: Entry, text: string): number {
  const sought = text.trim().toLowerCase()
  if (entry.code.toLowerCase() === sought) return 0
  const names = [entry.code, entry.name.zh, entry.name.en].map((name) => name.toLowerCase())
  return names.some((name) => name.startsWith(sought)) ? 1 : 2
}

/** The entries that answer to what was typed, best first within each kind, at most a few of each kind. */
export function search(entries: readonly Entry[], text: string): Entry[] {
  const words = wordsOf(text)
  const counts = new Map<string, number>()
  const kinds = [...new Set(entries.map((entry) => entry.kind))]
  return entries
    .filter((entry) => found(words, entry.code, entry.name))
    .map((entry) => ({ entry, order: rank(entry, text) }))
    .sort((a, b) => kinds.indexOf(a.entry.kind) - kinds.indexOf(b.entry.kind) || a.order - b.order)
    .filter(({ entry }) => {
      const count = (counts.get(entry.kind) ?? 0) + 1
      counts.set(entry.kind, count)
      return count <= MOST
    })
    .map(({ entry }) => entry)
}
