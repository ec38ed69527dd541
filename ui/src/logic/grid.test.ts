import { describe, expect, it } from 'vitest'

import { pressed, sorted, type Column } from './grid'

interface Row {
  name: string
  points: number | null
}
const columns: Column<Row>[] = [
  { id: 'name', label: 'Name', text: (row) => row.name },
  {
    id: 'points',
    label: 'Points',
    number: true,
    text: (row) => String(row.points),
    by: (row) => row.points,
  },
]
const rows: Row[] = [
  { name: 'U10', points: 9 },
  { name: 'U2', points: null },
  { name: 'U1', points: 10 },
]
const names = (order: Parameters<typeof sorted<Row>>[2]) =>
  sorted(rows, columns, order).map((row) => row.name)

describe('a grid', () => {
  it('sorts numbers as numbers and leaves empty cells last both ways', () => {
    expect(names({ column: 'points', down: true })).toEqual(['U1', 'U10', 'U2'])
    expect(names({ column: 'points', down: false })).toEqual(['U10', 'U1', 'U2'])
  })
  it('sorts codes as people count', () => {
    expect(names({ column: 'name', down: false })).toEqual(['U1', 'U2', 'U10'])
  })
  it('stays as given without an order, or with one of another table', () => {
    expect(names(null)).toEqual(['U10', 'U2', 'U1'])
    expect(names({ column: 'gone', down: true })).toEqual(['U10', 'U2', 'U1'])
  })
  it('turns round at the second press', () => {
    const [name, points] = columns
    expect(pressed(points!, null)).toEqual({ column: 'points', down: true })
    expect(pressed(points!, { column: 'points', down: true })).toEqual({
      column: 'points',
      down: false,
    })
    expect(pressed(name!, { column: 'points', down: true })).toEqual({
      column: 'name',
      down: false,
    })
  })
})
