import { describe, expect, it } from 'vitest'

import type { FieldView } from '@/platform'
import { classChoices, missing, sections, withValue } from './incidents'

const phrase = (text: string) => ({ zh: text, en: text })
const field = (id: string, section: string, required = false): FieldView => ({
  id,
  section,
  required,
  name: phrase(id),
  kind: 'text',
  options: [],
  unit: phrase(''),
  min: null,
  whole: false,
})
const register = [
  field('unit', 'what', true),
  field('discovered_at', 'when', true),
  field('scope', 'what'),
  field('status', 'handling'),
]

describe('the form of an incident', () => {
  it('has the sections of the register in their order', () => {
    expect(sections(register).map((entry) => [entry.id, entry.fields.length])).toEqual([
      ['what', 2],
      ['when', 1],
      ['handling', 1],
    ])
  })
  it('names what is still missing', () => {
    expect(missing(register, { unit: '140100' }).map((entry) => entry.id)).toEqual([
      'discovered_at',
    ])
    expect(missing(register, { unit: '140100', discovered_at: '2026-03-01T08:00:00' })).toEqual([])
  })
  it('takes emptied fields away and keeps no and zero', () => {
    const values = { scope: 'x', loss: 3 }
    expect(withValue(values, 'scope', ' ')).toEqual({ loss: 3 })
    expect(withValue(values, 'loss', null)).toEqual({ scope: 'x' })
    expect(withValue(values, 'loss', 0)).toEqual({ scope: 'x', loss: 0 })
    expect(withValue(values, 'is_cii', false)).toEqual({ ...values, is_cii: false })
    expect(values).toEqual({ scope: 'x', loss: 3 })
  })
})

describe('classes', () => {
  it('stand under their parents', () => {
    const list = [
      { code: 'NA', name: phrase('NA'), parent: null },
      { code: 'MP', name: phrase('MP'), parent: null },
      { code: 'NA.01', name: phrase('x'), parent: 'NA' },
      { code: 'ZZ.01', name: phrase('y'), parent: 'ZZ' },
    ]
    expect(classChoices(list).map((entry) => [entry.code, entry.depth])).toEqual([
      ['NA', 0],
      ['NA.01', 1],
      ['MP', 0],
      ['ZZ.01', 0],
    ])
  })
})
