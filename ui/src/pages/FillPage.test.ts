import { afterEach, expect, it } from 'vitest'

import { Failure } from '@/platform'
import { useForm } from '@/stores/form'
import { useWorkspace } from '@/stores/workspace'
import { TEST_IDS } from '@/testids'
import { all, aWindow, by, press, settled, write, type Shown } from '@/test/window'

let shown: Shown
afterEach(() => shown.close())

const UNIT = '140100'
const cards = () => all(TEST_IDS.indicator)
const idOf = (card: HTMLElement) => card.dataset['indicator']!
const card = (id: string) => cards().find((entry) => idOf(entry) === id)!
function note(of: HTMLElement): HTMLTextAreaElement {
  return by<HTMLTextAreaElement>(TEST_IDS.indicatorNote, of)!
}
/** Opens the remark of a card. */
async function remark(of: HTMLElement): Promise<HTMLTextAreaElement> {
  const open = [...of.querySelectorAll<HTMLButtonElement>('button')]
  open.find((button) => button.textContent?.includes('Add a note'))?.click()
  await settled()
  return note(of)
}
/** The first page that has a question with options that a person answers, and its cards. */
async function pageWithOptions(): Promise<HTMLElement[]> {
  const objectives = useWorkspace().framework!.objectives
  for (const objective of objectives) {
    await shown.router.push(`/fill/${UNIT}/${objective.id}`)
    await settled()
    const typed = cards().filter((entry) => by(TEST_IDS.indicatorOption, entry) !== null)
    if (typed.length > 0 && cards().length > 1) return typed
  }
  throw new Error('the province has no such page')
}

it('takes nobody away from what is being written by the address that led here', async () => {
  shown = await aWindow(`/fill/${UNIT}`)
  const [landed] = await pageWithOptions()
  const id = idOf(landed!)
  await shown.router.push({ path: shown.router.currentRoute.value.path, query: { at: id } })
  await settled()
  expect(landed!.contains(document.activeElement)).toBe(true)
  expect(shown.router.currentRoute.value.query).toEqual({})
  const other = cards().find((entry) => idOf(entry) !== id && !by('x', entry))!
  const field = await remark(other)
  await write(field, 'see')
  expect(document.activeElement).toBe(field)
  await write(field, 'see 3')
  expect(document.activeElement).toBe(field)
})

it('keeps what is answered under a filter in view until the filter is chosen anew', async () => {
  shown = await aWindow(`/fill/${UNIT}`, {
    form: (_, pass) => {
      const view = structuredClone(pass()) as { answers: { state: string; value: null }[] }
      for (const answer of view.answers) Object.assign(answer, { state: 'missing', value: null })
      return view
    },
  })
  const [first] = await pageWithOptions()
  const id = idOf(first!)
  const choice = document.querySelector<HTMLInputElement>('input[name="show"][value="unanswered"]')!
  choice.click()
  await settled()
  by<HTMLInputElement>(TEST_IDS.indicatorOption, card(id))!.dispatchEvent(new Event('change'))
  await settled()
  expect(card(id).dataset['state']).toBe('scored')
  expect(note(card(id)) ?? (await remark(card(id)))).not.toBeNull()
})

it('keeps no beginning of a number that cannot stand, and stays there', async () => {
  shown = await aWindow(`/fill/${UNIT}`)
  const form = useForm()
  const line = form.tree
    .flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
    .find(
      ({ indicator: { control }, answer }) =>
        !answer.derived && control.type === 'number' && control.max === 100,
    )!
  await shown.router.push(`/fill/${UNIT}/${line.indicator.objective}`)
  await settled()
  const stood = line.answer.value
  const field = by<HTMLInputElement>(TEST_IDS.indicatorNumber, card(line.indicator.id))!
  for (const text of ['1', '15', '150']) await write(field, text)
  await press('Enter', 'Enter', field)
  expect(document.activeElement).toBe(field)
  field.dispatchEvent(new Event('blur'))
  await form.flush()
  const kept = shown.calls.filter(({ command }) => command === 'keep_answer').at(-1)
  expect(kept?.args).toMatchObject({ edit: { indicator: line.indicator.id, value: stood } })
})

it('says what was taken back of "not applicable"', async () => {
  shown = await aWindow(`/fill/${UNIT}`)
  const form = useForm()
  const line = form.tree
    .flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
    .find(({ indicator, answer }) => indicator.na_allowed && answer.state === 'scored')!
  await shown.router.push(`/fill/${UNIT}/${line.indicator.objective}`)
  await settled()
  const id = line.indicator.id
  by<HTMLInputElement>(TEST_IDS.indicatorNotApplicable, card(id))!.click()
  await settled()
  await write(by<HTMLInputElement>(TEST_IDS.indicatorReason, card(id))!, 'none here')
  expect(card(id).dataset['state']).toBe('not_applicable')
  by<HTMLElement>(TEST_IDS.fillUndo)!.focus()
  by<HTMLElement>(TEST_IDS.fillUndo)!.click()
  await settled()
  expect(by<HTMLInputElement>(TEST_IDS.indicatorNotApplicable, card(id))!.checked).toBe(false)
})

it('shows no form under the name of another unit, whichever answer comes last', async () => {
  const waits: (() => void)[] = []
  let hold = false
  shown = await aWindow(`/fill/${UNIT}`, {
    form: async (_, pass) => {
      if (hold) await new Promise<void>((resolve) => waits.push(resolve))
      return pass()
    },
  })
  hold = true
  const [b, c] = useWorkspace().units.filter(({ code }) => code !== UNIT)
  await shown.router.push(`/fill/${b!.code}`)
  await settled()
  expect(cards()).toEqual([])
  await shown.router.push(`/fill/${c!.code}`)
  await settled()
  waits[1]?.()
  await settled()
  waits[0]?.()
  await settled()
  expect(useForm().form?.unit.code).toBe(c!.code)
})

it('does nothing behind a question, and nothing again while a key is held', async () => {
  shown = await aWindow(`/fill/${UNIT}`)
  await pageWithOptions()
  const form = useForm()
  const line = form.tree.flatMap((n) => n.objectives.flatMap((inner) => inner.lines))[0]!
  form.type(line, { flagged: true })
  form.type(line, { flagged: false })
  await form.flush()
  const box = document.createElement('dialog')
  document.body.append(box)
  box.showModal()
  await press('z', 'KeyZ', window, { ctrlKey: true })
  expect(form.steps).toHaveLength(2)
  box.remove()
  await press('z', 'KeyZ', window, { ctrlKey: true, repeat: true })
  expect(form.steps).toHaveLength(2)
  await press('z', 'KeyZ', window, { ctrlKey: true })
  expect(form.steps).toHaveLength(1)
})

it('asks before the workspace or the window is closed with answers that are not saved', async () => {
  let full = true
  shown = await aWindow(`/fill/${UNIT}`, {
    keep_answer: (_, pass) => {
      if (full) throw new Failure({ code: 'disk_full', params: {} })
      return pass()
    },
  })
  const form = useForm()
  const line = form.tree.flatMap((n) => n.objectives.flatMap((inner) => inner.lines))[0]!
  form.type(line, { flagged: !line.answer.flagged })
  await settled()
  expect(form.saveState).toBe('failed')
  by(TEST_IDS.closeWorkspace)!.click()
  await settled()
  by(TEST_IDS.confirmNo)!.click()
  await settled()
  expect(useWorkspace().open).not.toBeNull()
  const closing = shown.mayClose()
  await settled()
  by(TEST_IDS.confirmNo)!.click()
  expect(await closing).toBe(false)

  // Given up, it is not written into whatever is opened next.
  by(TEST_IDS.closeWorkspace)!.click()
  await settled()
  by(TEST_IDS.confirmYes)!.click()
  await settled()
  expect(useWorkspace().open).toBeNull()
  full = false
  const before = shown.calls.filter(({ command }) => command === 'keep_answer').length
  await useWorkspace().openPath('/data/other.hezhi')
  await form.retry()
  await settled(1_100)
  expect(shown.calls.filter(({ command }) => command === 'keep_answer')).toHaveLength(before)
  expect(form.saveState).toBe('saved')
})

it('gives up nothing for a round that could not be had', async () => {
  let broken = false
  shown = await aWindow(`/fill/${UNIT}`, {
    keep_answer: () => {
      throw new Failure({ code: 'disk_full', params: {} })
    },
    units: (_, pass) => {
      if (broken) throw new Failure({ code: 'disk_full', params: {} })
      return pass()
    },
  })
  const form = useForm()
  const line = form.tree.flatMap((n) => n.objectives.flatMap((inner) => inner.lines))[0]!
  form.type(line, { flagged: !line.answer.flagged })
  await settled()
  broken = true
  const chosen = useWorkspace().chooseRound('2025')
  await settled()
  by(TEST_IDS.confirmYes)!.click()
  await expect(chosen).rejects.toThrow()
  expect(useWorkspace().roundId).toBe('2026')
  expect(form.saveState).toBe('failed')
  form.discard()
})

it('tries no more what is refused for good, and puts back what is saved', async () => {
  shown = await aWindow(`/fill/${UNIT}`, {
    keep_answer: () => {
      throw new Failure({ code: 'value_out_of_range', params: {} })
    },
  })
  const form = useForm()
  const [first] = await pageWithOptions()
  const id = idOf(first!)
  const stood = first!.querySelector<HTMLInputElement>('input:checked')?.value
  const other = all<HTMLInputElement>(TEST_IDS.indicatorOption, first!).find(
    ({ value }) => value !== stood,
  )!
  other.dispatchEvent(new Event('change'))
  await settled(1_200)
  expect(shown.calls.filter(({ command }) => command === 'keep_answer')).toHaveLength(1)
  expect(form.saveState).toBe('failed')

  // Another unit has no part in it; there again it is still to be put back.
  const page = shown.router.currentRoute.value.path
  const elsewhere = useWorkspace().units.find(({ code }) => code !== UNIT)!
  await shown.router.push(page.replace(UNIT, elsewhere.code))
  await settled()
  expect(form.faults).toEqual({})
  await shown.router.push(page)
  await settled()
  expect(Object.keys(form.faults)).toEqual([id])
  by(TEST_IDS.indicatorPutBack, card(id))!.click()
  await settled()
  expect(form.saveState).toBe('saved')
  expect(card(id).querySelector<HTMLInputElement>('input:checked')?.value).toBe(stood)
})
