import { describe, expect, it } from 'vitest'

import { search, type Entry } from './search'

const entry = (kind: Entry['kind'], code: string, zh: string, en = zh): Entry => ({
  id: `${kind}:${code}`,
  kind,
  code,
  name: { zh, en },
  note: null,
})

const all = [
  entry('page', 'import', '导入', 'Import'),
  entry('unit', 'D10', '省直属机关工委', 'Organs'),
  entry('unit', 'D1', '省委办公厅', 'General office'),
  entry('unit', '140100', '太原市', 'Taiyuan'),
  entry('indicator', 'A1.1.1', '网络安全责任制', 'Responsibility for security'),
]
const ids = (text: string) => search(all, text).map((found) => found.id)

describe('what the palette finds', () => {
  it('puts the exact code before those that begin with it', () => {
    expect(ids('d1')).toEqual(['unit:D1', 'unit:D10'])
  })
  it('searches names in both languages, whatever the order of words', () => {
    expect(ids('太原')).toEqual(['unit:140100'])
    expect(ids('security resp')).toEqual(['indicator:A1.1.1'])
  })
  it('keeps kinds together, in the order given', () => {
    expect(ids('').map((id) => id.split(':')[0])).toEqual([
      'page',
      'unit',
      'unit',
      'unit',
      'indicator',
    ])
  })
  it('shows a few of a kind and not all 6,000', () => {
    const many = Array.from({ length: 6000 }, (_, at) => entry('unit', `U${at}`, `${at}`))
    expect(search(many, 'U')).toHaveLength(8)
  })
})
