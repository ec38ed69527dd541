import { describe, expect, it } from 'vitest'

import {
  bytes,
  columnIndex,
  columnLetters,
  fileName,
  fixed,
  listed,
  moment,
  percent,
  plain,
  say,
  signed,
} from './format'

describe('numbers', () => {
  it('have the decimals of their column', () => {
    expect(fixed(86.256, 'zh-CN')).toBe('86.26')
    expect(fixed(1234.5, 'en')).toBe('1,234.50')
    expect(fixed(60, 'en', 1)).toBe('60.0')
  })
  it('are a dash where there is none', () => {
    for (const nothing of [null, undefined, NaN]) expect(fixed(nothing, 'en')).toBe('–')
  })
  it('show a difference with its sign, none where it rounds to nothing', () => {
    expect(signed(1.2, 'en')).toBe('+1.20')
    expect(signed(-1.2, 'en')).toBe('−1.20')
    expect(signed(-0.001, 'en')).toBe('0.00')
  })
  it('show shares as percentages', () => {
    expect(percent(0.876, 'zh-CN')).toBe('88%')
    expect(percent(1, 'en', 1)).toBe('100.0%')
  })
  it('show what was typed without added decimals', () => {
    expect(plain(0.1 + 0.2, 'en')).toBe('0.3')
  })
  it('show sizes', () => {
    expect(bytes(999, 'en')).toBe('999 B')
    expect(bytes(1_250_000, 'en')).toBe('1.3 MB')
  })
})

describe('words', () => {
  it('fall back to the other language', () => {
    expect(say({ zh: '政策', en: 'Policy' }, 'en')).toBe('Policy')
    expect(say({ zh: '政策', en: '' }, 'en')).toBe('政策')
  })
  it('shorten times and paths', () => {
    expect(moment('2026-03-05T14:07:33')).toBe('2026-03-05 14:07')
    expect(moment('2026-03-05')).toBe('2026-03-05')
    expect(moment(null)).toBe('–')
    expect(fileName('C:\\资料\\太原.xlsx')).toBe('太原.xlsx')
    expect(fileName('/home/a/b.csv')).toBe('b.csv')
  })
})

describe('columns', () => {
  it.each([
    ['A', 0],
    ['Z', 25],
    ['AA', 26],
    ['AZ', 51],
    ['XFD', 16383],
  ])('%s is %i', (letters, index) => {
    expect(columnIndex(letters)).toBe(index)
    expect(columnLetters(index)).toBe(letters)
  })
})

describe('several things', () => {
  it('are joined as each language joins them', () => {
    expect(listed(['企业', '公民', '政府'], 'zh-CN')).toBe('企业、公民和政府')
    expect(listed(['3-5', '9'], 'en')).toBe('3-5 and 9')
    expect(listed([], 'en')).toBe('')
  })
})
