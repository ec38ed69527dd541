/** A list's filters under a name. */
export interface SavedView<F> {
  name: string
  filter: F
}

/** Views out of what was kept; what is no list of views is none. */
export function viewsOf<F>(text: string | null): SavedView<F>[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(kept)) return []
    return kept.filter(
      (entry: unknown): entry is SavedView<F> =>
        typeof entry === 'object' && entry !== null && 'name' in entry && 'filter' in entry,
    )
  } catch {
    return []
  }
}

/** The views with one more; one of the same name is replaced. */
export function withView<F>(views: readonly SavedView<F>[], view: SavedView<F>): SavedView<F>[] {
  return [...views.filter((entry) => entry.name !== view.name), view].sort((a, b) =>
    a.name.localeCompare(b.name, 'zh-CN'),
  )
}
