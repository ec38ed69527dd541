import { describe, expect, it } from 'vitest'

import type { SheetView } from '@/platform'
import { aFramework } from '@/test/samples'
import { fieldsOf, remapped } from './mapping'

const sheet: SheetView = {
  name: '自评',
  hidden: false,
  kind: 'answers',
  header_row: 2,
  rows: 9,
  columns: 3,
  mapping: [
    { column: 'A', heading: '单位代码', field: 'unit' },
    { column: 'B', heading: '甲', field: 'A1.1.1' },
    { column: 'C', heading: '乙', field: null },
  ],
  sample: [
    ['表', '', ''],
    ['单位代码', '甲', '乙'],
  ],
  sample_from: 1,
  hidden_rows: [],
}
const read = (text: string) => JSON.parse(text) as Record<string, unknown>

describe('a column that is given another field', () => {
  it('is named beside those that stay as they were', () => {
    expect(read(remapped(sheet, 'C', 'A1.1.2'))).toEqual({
      kind: 'answers',
      sheet: '自评',
      header_row: 2,
      columns: [
        { heading: '单位代码', letters: 'A', field: 'unit' },
        { heading: '甲', letters: 'B', field: 'A1.1.1' },
        { heading: '乙', letters: 'C', field: 'A1.1.2' },
      ],
    })
  })
  it('takes the field from the column that had it', () => {
    expect(read(remapped(sheet, 'C', 'A1.1.1'))['columns']).toEqual([
      { heading: '单位代码', letters: 'A', field: 'unit' },
      { heading: '乙', letters: 'C', field: 'A1.1.1' },
    ])
  })
  it('is left out when it is not to be read', () => {
    expect(read(remapped(sheet, 'B', null))['columns']).toEqual([
      { heading: '单位代码', letters: 'A', field: 'unit' },
    ])
  })
  it('names the upper line where headings take two', () => {
    const two = {
      ...sheet,
      sample: [
        ['单位代码', '甲', ''],
        ['', '', '乙'],
      ],
    }
    const mapping = two.mapping.map((entry) => ({ ...entry, field: entry.field ?? 'A1.1.2' }))
    expect(read(remapped({ ...two, mapping }, 'B', null))['header_row']).toBe(1)
  })
  it('names no sheet in a csv', () => {
    expect(read(remapped({ ...sheet, name: '' }, 'C', 'unit'))).not.toHaveProperty('sheet')
  })
})

describe('what a column could be', () => {
  it('offers indicators that are typed, and what was recognised', () => {
    const framework = aFramework()
    const offered = fieldsOf(sheet, framework)
    expect(offered.slice(0, 2)).toEqual(['unit', 'A1.1.1'])
    for (const entry of framework.indicators) {
      expect(offered.includes(entry.id)).toBe(!entry.derived || entry.id === 'A1.1.1')
    }
  })
  it('offers the fields of the register', () => {
    const framework = aFramework()
    const field = framework.registers[0]?.fields[0]
    const offered = fieldsOf({ ...sheet, kind: 'incidents', mapping: [] }, framework)
    expect(offered).toEqual(framework.registers[0]?.fields.map((entry) => entry.id) ?? [])
    if (field !== undefined) expect(offered).toContain(field.id)
  })
})
