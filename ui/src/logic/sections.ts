import type { SectionView } from '@/platform'

/** The list with one entry moved by `step` places; as it is where there is no such place. */
export function moved(list: readonly SectionView[], at: number, step: number): SectionView[] {
  const copy = [...list]
  const target = at + step
  const [entry] = copy.slice(at, at + 1)
  if (entry === undefined || target < 0 || target >= copy.length) return copy
  copy.splice(at, 1)
  copy.splice(target, 0, entry)
  return copy
}

/** The list with one entry taken in or left out. */
export function switched(list: readonly SectionView[], at: number): SectionView[] {
  return list.map((entry, index) => (index === at ? { ...entry, shown: !entry.shown } : entry))
}

/** Codes of what goes in, in order; none where that is just what the template says. */
export function chosen(list: readonly SectionView[], template: readonly SectionView[]): string[] {
  const ids = (of: readonly SectionView[]) => of.filter(({ shown }) => shown).map(({ id }) => id)
  const mine = ids(list)
  return mine.join() === ids(template).join() ? [] : mine
}

/** What the person made of the list `before`, carried over to the list as it is read `now`: order and ticks by id. */
export function carried(
  mine: readonly SectionView[],
  before: readonly SectionView[],
  now: readonly SectionView[],
): SectionView[] {
  const touched =
    mine.map(({ id, shown }) => `${id} ${shown}`).join() !==
    before.map(({ id, shown }) => `${id} ${shown}`).join()
  if (!touched) return [...now]
  const known = new Map(now.map((entry) => [entry.id, entry]))
  const kept = mine.flatMap(({ id, shown }) => {
    const entry = known.get(id)
    return entry === undefined ? [] : [{ ...entry, shown }]
  })
  const there = new Set(mine.map(({ id }) => id))
  return [...kept, ...now.filter(({ id }) => !there.has(id))]
}
