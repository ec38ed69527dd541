import { describe, expect, it } from 'vitest'

import { unitOfMark } from './charts'

describe('a mark of a chart', () => {
  const known = new Set(['140100'])
  it('leads to its unit, with or without an element', () => {
    expect(unitOfMark('140100', known)).toBe('140100')
    expect(unitOfMark('140100/A1', known)).toBe('140100')
  })
  it('leads nowhere where it is no unit', () => {
    expect(unitOfMark('incidents/3', known)).toBeNull()
  })
})
