import { afterEach, expect, it } from 'vitest'

import { Failure } from '@/platform'
import { useWorkspace } from '@/stores/workspace'
import { TEST_IDS } from '@/testids'
import { all, aWindow, by, settled, write, type Shown } from '@/test/window'

let shown: Shown
afterEach(() => shown.close())

const title = () => document.querySelector('h1')?.textContent ?? ''
const text = () =>
  all(TEST_IDS.incidentField)
    .map((field) => field.querySelector('textarea'))
    .find((field) => field !== null && !field.disabled)!
const saves = () => shown.calls.filter(({ command }) => command === 'save_incident')
async function anIncident(before: Parameters<typeof aWindow>[1] = {}) {
  shown = await aWindow('/incidents', before)
  const keys = all(TEST_IDS.incidentRow).map((row) => row.dataset['key']!)
  await shown.router.push({ name: 'incident', params: { incident: keys[0] } })
  await settled()
  expect(title()).toBe(keys[0])
  return keys
}
function save() {
  by('incident-save')!
    .closest('form')!
    .dispatchEvent(new Event('submit', { cancelable: true }))
  return settled()
}

it('asks before another incident or another round takes the place of what is not saved', async () => {
  const keys = await anIncident()
  await write(text(), 'half a sentence')
  void shown.router.push({ name: 'incident', params: { incident: keys[1] } })
  await settled()
  by(TEST_IDS.confirmNo)!.click()
  await settled()
  expect(title()).toBe(keys[0])
  expect(text().value).toBe('half a sentence')

  const rounds = by<HTMLSelectElement>(TEST_IDS.roundSwitch)!
  rounds.value = '2025'
  rounds.dispatchEvent(new Event('change'))
  await settled()
  by(TEST_IDS.confirmNo)!.click()
  await settled()
  expect(useWorkspace().roundId).toBe('2026')
  expect(rounds.value).toBe('2026')

  const closing = shown.mayClose()
  await settled()
  by(TEST_IDS.confirmNo)!.click()
  expect(await closing).toBe(false)

  // Given up, the page is left: the number may be another incident's in the other round.
  rounds.value = '2025'
  rounds.dispatchEvent(new Event('change'))
  await settled()
  by(TEST_IDS.confirmYes)!.click()
  await settled()
  expect(useWorkspace().roundId).toBe('2025')
  expect(shown.router.currentRoute.value.name).toBe('incidents')
  expect(saves()).toEqual([])
})

it('leaves what is typed while it is being saved, as not saved', async () => {
  let go: (() => void) | null = null
  await anIncident({
    save_incident: async (_, pass) => {
      await new Promise<void>((resolve) => (go = resolve))
      return pass()
    },
  })
  await write(text(), 'sent')
  await save()
  await write(text(), 'sent, and more')
  go!()
  await settled()
  expect(text().value).toBe('sent, and more')
  expect(by<HTMLButtonElement>(TEST_IDS.incidentSave)!.disabled).toBe(false)
})

it('stays with a new incident that is typed on while it is given its number', async () => {
  let go: (() => void) | null = null
  shown = await aWindow('/incidents-new', {
    framework: (_, pass) => {
      const view = structuredClone(pass()) as { registers: { fields: { required: boolean }[] }[] }
      for (const field of view.registers[0]!.fields) field.required = false
      return view
    },
    save_incident: async (_, pass) => {
      await new Promise<void>((resolve) => (go = resolve))
      return pass()
    },
  })
  await write(text(), 'sent')
  await save()
  await write(text(), 'sent, and more')
  go!()
  await settled()
  expect(by(TEST_IDS.confirmYes)).toBeNull()
  expect(shown.router.currentRoute.value.name).toBe('incident')
  expect(text().value).toBe('sent, and more')
  expect(by<HTMLButtonElement>(TEST_IDS.incidentSave)!.disabled).toBe(false)
})

it('does not save beneath a time that cannot be read', async () => {
  await anIncident()
  const field = all(TEST_IDS.incidentField)
    .map((entry) => entry.querySelector<HTMLInputElement>('input.moment'))
    .find((entry) => entry !== null)!
  await write(field, '2026-13-01')
  await save()
  expect(saves()).toEqual([])
  expect(document.activeElement).toBe(field)
  await write(field, '2026-11-01 08:00')
  await save()
  expect(saves()).toHaveLength(1)
})

it('keeps the other page of whoever has left while an incident was loaded in vain', async () => {
  let fail: (() => void) | null = null
  shown = await aWindow('/incidents', {
    incident: () =>
      new Promise((_, reject) => {
        fail = () => reject(new Failure({ code: 'no_such_row', params: {} }))
      }),
  })
  await shown.router.push('/incidents/INC-X')
  await settled()
  await shown.router.push('/rounds')
  await settled()
  fail!()
  await settled()
  expect(shown.router.currentRoute.value.name).toBe('rounds')
})

it('says that a framework keeps no incidents, and where there is no round', async () => {
  shown = await aWindow('/incidents', {
    framework: (_, pass) => ({ ...(pass() as object), incident: null }),
  })
  expect(document.body.textContent).toContain('no register of incidents')
  expect(by(TEST_IDS.navIncidents)).toBeNull()
  await shown.router.push('/incidents-new')
  await settled()
  expect(document.body.textContent).toContain('no register of incidents')
  expect(shown.calls.some(({ command }) => command === 'incidents')).toBe(false)
})
