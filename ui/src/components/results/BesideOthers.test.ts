import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, h, type App } from 'vue'

import { i18n } from '@/i18n'
import type { ComparisonDocument } from '@/platform'
import BesideOthers from './BesideOthers.vue'

const one: ComparisonDocument = {
  kind: 'raw',
  subject: { code: 'A6.1.1', name: { zh: '', en: 'Fraud cases' } },
  value: 6.6,
  own: 5.2,
  difference: -1.4,
  place: { zh: '', en: 'China' },
  source: 'Yearbook',
  date: '2020-12-31',
}

let app: App | null = null
let host: HTMLElement

function show(comparisons: ComparisonDocument[]) {
  app = createApp({ render: () => h(BesideOthers, { comparisons }) })
  app.use(i18n).mount(host)
}

beforeEach(() => {
  i18n.global.locale.value = 'en'
  host = document.createElement('div')
})

afterEach(() => app?.unmount())

describe('values from elsewhere', () => {
  it('stand beside the own with place, source and date', () => {
    show([one])
    const cells = [...host.querySelectorAll('tbody td')].map((cell) => cell.textContent.trim())
    expect(cells.slice(1, 3)).toEqual(['5.20', '6.60'])
    expect(cells[4]).toBe('China · Yearbook · 2020-12-31')
  })

  it('are left out where the unit has no value of its own', () => {
    show([{ ...one, own: null, difference: null }])
    expect(host.querySelector('table')).toBeNull()
  })
})
