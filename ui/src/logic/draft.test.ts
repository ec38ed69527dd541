import { describe, expect, it } from 'vitest'

import type { FrameworkSource, SourceChange } from '@/platform'
import {
  changedTable,
  faultsByPlace,
  cellKey,
  sumOf,
  toOne,
  withChange,
  withoutIdle,
} from './draft'

const table = {
  file: 'a.csv',
  columns: ['id', 'weight'],
  rows: [
    { key: 'A', cells: ['A', '0.5'] },
    { key: 'B', cells: ['B', '0.5'] },
  ],
}
const source: FrameworkSource = {
  version: 'x/1',
  versions: [],
  tables: [table],
  texts: [{ file: 'b.toml', text: 'max = 20', numbers: [{ path: ['max'], value: 20 }] }],
}
const cell = (row: string, value: string): SourceChange => ({
  type: 'cell',
  file: 'a.csv',
  row,
  column: 'weight',
  value,
})

describe('a draft of a framework', () => {
  it('shows cells, added and removed rows as they will stand', () => {
    const changes: SourceChange[] = [
      cell('A', '0.4'),
      { type: 'add', file: 'a.csv', row: '+1', after: 'A', cells: { id: 'C' } },
      { type: 'remove', file: 'a.csv', row: 'B' },
    ]
    expect(changedTable(table, changes).rows).toEqual([
      { key: 'A', cells: ['A', '0.4'] },
      { key: '+1', cells: ['C', ''] },
    ])
    expect(table.rows).toHaveLength(2)
  })

  it('keeps one word a place, and what is typed into an added row with the row', () => {
    let changes = withChange([], cell('A', '0.4'))
    changes = withChange(changes, cell('A', '0.3'))
    expect(changes).toEqual([cell('A', '0.3')])
    changes = withChange([], { type: 'add', file: 'a.csv', row: '+1', after: null, cells: {} })
    changes = withChange(changes, cell('+1', '0.1'))
    expect(changes).toEqual([
      { type: 'add', file: 'a.csv', row: '+1', after: null, cells: { weight: '0.1' } },
    ])
    // A row that was added and removed again leaves nothing.
    expect(withChange(changes, { type: 'remove', file: 'a.csv', row: '+1' })).toEqual([])
  })

  it('forgets changes back to what it was', () => {
    const changes: SourceChange[] = [
      cell('A', '0.5'),
      { type: 'number', file: 'b.toml', path: ['max'], value: 20 },
      { type: 'text', file: 'b.toml', text: 'max = 20' },
      cell('B', '0.6'),
    ]
    expect(withoutIdle(source, changes)).toEqual([cell('B', '0.6')])
  })

  it('takes the numbers that stand in the text that was typed, unless they are changed later', () => {
    const number: SourceChange = { type: 'number', file: 'b.toml', path: ['max'], value: 20 }
    const text: SourceChange = { type: 'text', file: 'b.toml', text: '# why\nmax = 30' }
    expect(withChange([number], text)).toEqual([text])
    const both = withChange([text], number)
    expect(both).toEqual([text, number])
    expect(withoutIdle(source, both)).toEqual(both)
  })

  it('sums weights and brings them to one', () => {
    expect(sumOf(table, table.rows, 'weight')).toBe(1)
    expect(toOne([1, 1, 1])).toEqual([0.3334, 0.3333, 0.3333])
    expect(toOne([0.4, 0.4])).toEqual([0.5, 0.5])
    expect(toOne([0, 0])).toEqual([0.5, 0.5])
  })

  it('finds faults at their cell', () => {
    const fault = {
      fault: { file: 'a.csv', line: 2, code: 'bad_number', params: {} },
      row: 'A',
      column: 'weight',
    }
    const by = faultsByPlace([fault])
    expect(by.get(cellKey({ file: 'a.csv', row: 'A', column: 'weight' }))).toEqual([fault])
  })
})
