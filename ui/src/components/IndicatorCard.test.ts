import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, h, nextTick, reactive, type App } from 'vue'

import { i18n } from '@/i18n'
import type { Line, Typed } from '@/logic/answers'
import type { ControlView } from '@/platform'
import { TEST_IDS } from '@/testids'
import { aFramework, anAnswer } from '@/test/samples'
import IndicatorCard from './IndicatorCard.vue'

const maturity: ControlView = {
  type: 'options',
  maturity: true,
  options: [0, 1, 2, 3, 4, 5].map((value) => ({
    value,
    label: { zh: `${value}级`, en: `level ${value}` },
    score: value * 20,
  })),
}

let app: App | null = null
let host: HTMLElement
let typed: [Partial<Typed>, boolean][]

beforeEach(() => {
  i18n.global.locale.value = 'en'
  host = document.createElement('div')
  document.body.append(host)
  typed = []
})
afterEach(() => {
  app?.unmount()
  host.remove()
})

function show(control: ControlView | null, answer: Partial<Line['answer']> = {}, locked = false) {
  const indicator = { ...aFramework().indicators[0]! }
  if (control !== null) indicator.control = control
  const props = reactive({
    line: { indicator, answer: anAnswer('A1.1.1', answer) },
    locked,
    guidance: true,
    fault: undefined,
  })
  app = createApp({
    render: () =>
      h(IndicatorCard, {
        ...props,
        onTyped: (change: Partial<Typed>, paused: boolean) => typed.push([change, paused]),
      }),
  })
  app.use(createPinia()).use(i18n).mount(host)
  return props
}

const by = <T extends HTMLElement>(id: string) => host.querySelector<T>(`[data-testid="${id}"]`)!
const all = (id: string) => [...host.querySelectorAll<HTMLInputElement>(`[data-testid="${id}"]`)]

async function write(input: HTMLInputElement, text: string) {
  input.dispatchEvent(new Event('focus'))
  input.value = text
  input.dispatchEvent(new Event('input'))
  await nextTick()
}

describe('an indicator with levels', () => {
  it('writes its anchors out and types the chosen one at once', () => {
    show(maturity, { state: 'scored', value: 2 })
    expect(all(TEST_IDS.indicatorOption).map((input) => input.dataset['value'])).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ])
    expect(host.textContent).toContain('level 5')
    expect(all(TEST_IDS.indicatorOption)[2]!.checked).toBe(true)
    all(TEST_IDS.indicatorOption)[4]!.dispatchEvent(new Event('change'))
    expect(typed).toEqual([[{ value: 4, reason: null }, false]])
  })

  it('takes a digit key as its level', () => {
    show(maturity)
    const first = all(TEST_IDS.indicatorOption)[0]!
    first.dispatchEvent(new KeyboardEvent('keydown', { key: '3', bubbles: true }))
    first.dispatchEvent(new KeyboardEvent('keydown', { key: '9', bubbles: true }))
    first.dispatchEvent(new KeyboardEvent('keydown', { key: '4', altKey: true, bubbles: true }))
    expect(typed).toEqual([[{ value: 3, reason: null }, false]])
  })
})

describe('an indicator with a number', () => {
  it('types a number after a pause and shows the score that it makes', async () => {
    const props = show(null)
    await write(by<HTMLInputElement>(TEST_IDS.indicatorNumber), '62.5')
    expect(typed).toEqual([[{ value: 62.5, reason: null }, true]])
    props.line = { ...props.line, answer: anAnswer('A1.1.1', { value: 62.5, state: 'scored' }) }
    await nextTick()
    expect(by(TEST_IDS.indicatorScore).textContent).toBe('62.5')
  })

  it('does not type what is no number, says so, and leaves it standing', async () => {
    show(null, { state: 'scored', value: 50 })
    const input = by<HTMLInputElement>(TEST_IDS.indicatorNumber)
    await write(input, '5o')
    expect(typed).toEqual([])
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('not a number')
    input.dispatchEvent(new Event('blur'))
    await nextTick()
    expect(input.value).toBe('5o')
  })

  it('says what the bounds are', async () => {
    show(null)
    await write(by<HTMLInputElement>(TEST_IDS.indicatorNumber), '101')
    expect(typed).toEqual([])
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('100')
  })
})

describe('not applicable', () => {
  it('is typed only with a reason, and taken back with its box', async () => {
    show(null)
    const box = by<HTMLInputElement>(TEST_IDS.indicatorNotApplicable)
    box.checked = true
    box.dispatchEvent(new Event('change'))
    await nextTick()
    expect(typed).toEqual([])
    await write(by<HTMLInputElement>(TEST_IDS.indicatorReason), 'no such system')
    expect(typed).toEqual([[{ reason: 'no such system' }, true]])
  })

  it('keeps the control from being answered meanwhile', () => {
    show(null, { state: 'not_applicable', reason: 'none here' })
    expect(by<HTMLInputElement>(TEST_IDS.indicatorNumber).disabled).toBe(true)
    const box = by<HTMLInputElement>(TEST_IDS.indicatorNotApplicable)
    box.checked = false
    box.dispatchEvent(new Event('change'))
    expect(typed).toEqual([[{ reason: null, value: null }, false]])
  })
})

it('a computed indicator has nothing to type', () => {
  show(null, { derived: true, state: 'scored', value: 12, score: 34.5 })
  expect(host.querySelectorAll('input, textarea')).toHaveLength(0)
  expect(by(TEST_IDS.indicatorScore).textContent).toBe('34.5')
})
