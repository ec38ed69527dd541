import { describe, expect, it } from 'vitest'

import type { FindingView } from '@/platform'
import { beside, columnsOf } from './findings'

const finding = (id: number, change: Partial<FindingView> = {}): FindingView => ({
  id,
  round: '2026',
  unit: 'D01',
  indicator: 'A1.1.1',
  description: '未建立台账',
  demand: '建立台账',
  responsible: '网信办',
  deadline: null,
  state: 'open',
  note: '',
  evidence_named: '',
  carried_from: null,
  opened_at: '2026-11-01T08:00',
  opened_by: 'a',
  closed_at: null,
  closed_by: null,
  evidence: 0,
  overdue: false,
  ...change,
})
const all = { unit: '', text: '', overdue: false }

describe('the board', () => {
  it('puts overdue first, then what is due soonest, and what has no deadline last', () => {
    const list = [
      finding(1),
      finding(2, { deadline: '2026-12-31' }),
      finding(3, { deadline: '2026-10-01', overdue: true }),
      finding(4, { deadline: '2026-12-01' }),
    ]
    expect(columnsOf(list, all).open.map((entry) => entry.id)).toEqual([3, 4, 2, 1])
  })
  it('finds by words of any of its parts', () => {
    const list = [finding(1), finding(2, { responsible: '公安厅' })]
    expect(columnsOf(list, { ...all, text: '公安 台账' }).open.map((entry) => entry.id)).toEqual([
      2,
    ])
    expect(columnsOf(list, { ...all, unit: 'D02' }).open).toEqual([])
  })
  it('knows the way of a finding', () => {
    expect(beside('open')).toEqual({ next: 'mending', previous: null })
    expect(beside('closed')).toEqual({ next: null, previous: 'mended' })
  })
})
