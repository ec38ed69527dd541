import { describe, expect, it } from 'vitest'

import type { DeadlineView, FieldView } from '@/platform'
import { minutesUntil, timeline } from './timeline'

const field = (id: string, kind: string): FieldView => ({
  id,
  name: { zh: id, en: id },
  section: 'when',
  kind,
  options: [],
  unit: { zh: '', en: '' },
  min: null,
  whole: false,
  required: false,
})

describe('the timeline of an incident', () => {
  it('sets what happened and what is due in order', () => {
    const due = { due_at: '2026-03-05T10:00:00' } as DeadlineView
    const at = timeline(
      [field('contained_at', 'time'), field('discovered_at', 'time'), field('loss', 'number')],
      { contained_at: '2026-03-05T12:00', discovered_at: '2026-03-05T08:00', loss: 3 },
      [due],
    ).map((entry) => entry.field ?? 'due')
    expect(at).toEqual(['discovered_at', 'due', 'contained_at'])
  })

  it('counts the minutes that are left', () => {
    expect(minutesUntil('2026-03-05T10:00', new Date('2026-03-05T09:30'))).toBe(30)
    expect(minutesUntil('2026-03-05T10:00', new Date('2026-03-05T11:00'))).toBe(-60)
  })
})
