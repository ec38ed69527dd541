import { describe, expect, it } from 'vitest'

import type { FieldView, UnitView } from '@/platform'
import { isHeading, readBlock, readCell } from './cells'

const phrase = (zh: string, en = zh) => ({ zh, en })
const field = (kind: string, more: Partial<FieldView> = {}): FieldView => ({
  id: kind,
  name: phrase('名', 'Name'),
  section: 'what',
  kind,
  options: [],
  unit: phrase(''),
  min: null,
  whole: false,
  required: false,
  ...more,
})
const units = [
  { code: '140105', name: phrase('小店区', 'Xiaodian') },
  { code: '140106', name: phrase('迎泽区', 'Yingze') },
] as UnitView[]
const read = (kind: FieldView, text: string) => {
  const { value, fault } = readCell(kind, text, units)
  return fault ?? value
}

describe('a cell that is typed or pasted', () => {
  it('takes numbers as people write them, within what the field may hold', () => {
    const cases = field('number', { min: 0, whole: true })
    expect(read(cases, ' 1,204 ')).toBe(1204)
    expect(read(cases, '１２')).toBe(12)
    expect(read(cases, '-1')).toBe('too_small')
    expect(read(cases, '1.5')).toBe('not_whole')
    expect(read(cases, 'about 12')).toBe('not_a_number')
    expect(read(cases, '  ')).toBeNull()
  })
  it('takes a unit by its code or by its name in either language', () => {
    expect(read(field('unit'), '140106')).toBe('140106')
    expect(read(field('unit'), '小店区')).toBe('140105')
    expect(read(field('unit'), 'yingze')).toBe('140106')
    expect(read(field('unit'), 'elsewhere')).toBe('no_such_unit')
  })
  it('takes months, yes and no, and options by code or words', () => {
    expect(read(field('month'), '2026/3')).toBe('2026-03')
    expect(read(field('month'), '13')).toBe('not_a_month')
    expect(read(field('flag'), '是')).toBe(true)
    expect(read(field('flag'), 'No')).toBe(false)
    expect(read(field('flag'), 'perhaps')).toBe('not_an_option')
    const options = [{ code: 'late', label: phrase('逾期', 'done late') }]
    expect(read(field('choice', { options }), '逾期')).toBe('late')
  })
})

describe('a block from a spreadsheet', () => {
  it('has a row for each line and a cell for each tab', () => {
    expect(readBlock('a\tb\r\nc\t\r\n')).toEqual([
      ['a', 'b'],
      ['c', ''],
    ])
  })
  it('keeps a cell that a spreadsheet has put between quotation marks in one piece', () => {
    expect(readBlock('A\t"first\nsecond ""so"""\t3\r\n"x\ty"\t\t"')).toEqual([
      ['A', 'first\nsecond "so"', '3'],
      ['x\ty', '', '"'],
    ])
    expect(readBlock('"a" b\t"open\n')).toEqual([['"a" b', '"open']])
    expect(readBlock('')).toEqual([['']])
  })
  it('may begin with the names of its columns', () => {
    const fields = [field('unit', { name: phrase('县区', 'County') }), field('month')]
    expect(isHeading(['County', '名'], fields)).toBe(true)
    expect(isHeading(['County', '2026-03'], fields)).toBe(false)
    expect(isHeading(['County', 'Name', 'more'], fields)).toBe(false)
  })
})
