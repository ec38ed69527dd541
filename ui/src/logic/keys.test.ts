import { describe, expect, it } from 'vitest'

import { isTyping } from './keys'

function made(tag: string, type?: string): HTMLElement {
  const element = document.createElement(tag)
  if (type !== undefined) element.setAttribute('type', type)
  return element
}

describe('a key', () => {
  it.each([
    ['input', 'text', true],
    ['input', 'search', true],
    ['input', 'radio', false],
    ['input', 'range', false],
    ['textarea', undefined, true],
    ['select', undefined, true],
    ['button', undefined, false],
  ])('in %s %s writes: %s', (tag, type, writes) => {
    expect(isTyping(made(tag, type))).toBe(writes)
  })
  it('outside of any element writes nothing', () => {
    expect(isTyping(null)).toBe(false)
    expect(isTyping(window)).toBe(false)
  })
})
