import { describe, expect, it } from 'vitest'

import { found, wordsOf } from './filter'
import { spanOf } from './rows'

describe('found', () => {
  const taiyuan = { zh: '太原市', en: 'Taiyuan City' }
  it.each([
    ['', true],
    ['太原', true],
    ['city TAI', true],
    ['1401', true],
    ['大同', false],
    ['tai datong', false],
  ])('%j finds Taiyuan: %s', (text, is) => {
    expect(found(wordsOf(text), '140100', taiyuan)).toBe(is)
  })
})

describe('the rows to draw', () => {
  it('are few however many there are', () => {
    const { from, to } = spanOf(6000, 32, 96_000, 640)
    expect(from).toBeGreaterThan(2900)
    expect(to - from).toBeLessThan(60)
  })
  it('begin and end with the table', () => {
    expect(spanOf(10, 32, 0, 640)).toEqual({ from: 0, to: 10 })
    expect(spanOf(0, 32, 0, 640)).toEqual({ from: 0, to: 0 })
    expect(spanOf(100, 32, 99_999, 640).to).toBe(100)
  })
})
