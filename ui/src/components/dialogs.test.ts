import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'

import { Failure } from '@/platform'
import { mounted, settle, type Mounted } from '@/test/mounted'
import { TEST_IDS } from '@/testids'
import App from '@/App.vue'
import FindingForm from './FindingForm.vue'

let here: Mounted | null = null
afterEach(() => {
  here?.leave()
  here = null
})

const open = ref(true)
/** The window, and in it the form of a finding as a page opens it. */
const Window = defineComponent(() => () => [
  h('button', { id: 'before' }),
  h(App),
  open.value &&
    h(FindingForm, {
      finding: null,
      onClose: () => (open.value = false),
      onSaved: () => undefined,
    }),
])

async function show(answers = {}) {
  open.value = true
  here = await mounted(Window, {}, answers)
  return here
}
const form = () => document.querySelector<HTMLDialogElement>('dialog[aria-label="Finding"]')
async function write(text: string) {
  const field = here!.by<HTMLTextAreaElement>('finding-description')!
  field.value = text
  field.dispatchEvent(new Event('input'))
  await settle()
}
const escape = () => form()!.dispatchEvent(new Event('cancel', { cancelable: true }))

describe('a form over the page', () => {
  it('lays the list of units into itself, where it can be pressed', async () => {
    await show()
    const input = form()!.querySelector<HTMLElement>('.unit-select .el-select__wrapper')!
    input.click()
    await settle()
    expect(form()!.querySelectorAll('.el-select-dropdown__item').length).toBeGreaterThan(3)
  })

  it('is told over, not behind, what could not be saved', async () => {
    await show({
      save_finding: () => {
        throw new Failure({ code: 'no_such_unit', params: { unit: 'X' } })
      },
    })
    form()!
      .querySelector('form')!
      .dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(form()!.querySelector(`[data-testid="${TEST_IDS.message}"]`)).not.toBeNull()
  })

  it('asks before what was typed is given up, and not where nothing was', async () => {
    await show()
    await write('No list of persons in charge')
    form()!.dispatchEvent(new MouseEvent('mousedown'))
    await settle()
    expect([form() !== null, here!.by(TEST_IDS.confirmYes)]).toEqual([true, null])
    escape()
    await settle()
    here!.by(TEST_IDS.confirmNo)!.click()
    await settle()
    expect(form()).not.toBeNull()
    await write('')
    escape()
    await settle()
    expect(form()).toBeNull()
  })

  it('takes Esc as a key, however often, and only where nothing in it has taken it', async () => {
    await show()
    await write('No list of persons in charge')
    const field = here!.by('finding-description')!
    const press = () => {
      const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
      field.dispatchEvent(event)
      return event.defaultPrevented
    }
    for (let time = 0; time < 3; time += 1) {
      expect(press()).toBe(true)
      await settle()
      here!.by(TEST_IDS.confirmNo)!.click()
      await settle()
      expect(form()?.open).toBe(true)
    }
    field.addEventListener('keydown', (event) => event.preventDefault(), { once: true })
    press()
    await settle()
    expect(here!.by(TEST_IDS.confirmNo)).toBeNull()
  })

  it('gives the focus back to where it came from, and what is told to the page', async () => {
    const closed: unknown[] = []
    const close = HTMLDialogElement.prototype.close
    HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
      closed.push(this.getAttribute('aria-label'))
      close.call(this)
    }
    await show()
    escape()
    await settle()
    HTMLDialogElement.prototype.close = close
    expect(closed).toEqual(['Finding'])
    expect(here!.host.querySelector('.notices')).not.toBeNull()
  })
})
