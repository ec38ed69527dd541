import { afterEach, expect, it } from 'vitest'

import type { AnswerEdit } from '@/platform'
import { useReview } from '@/stores/review'
import { useWorkspace } from '@/stores/workspace'
import { TEST_IDS } from '@/testids'
import { all, aWindow, by, press, settled, write, type Shown } from '@/test/window'

let shown: Shown
afterEach(() => shown.close())

const A = '140100'
const other = () => useWorkspace().units.find(({ code }) => code !== A)!.code
const edits = () =>
  shown.calls
    .filter(({ command }) => command === 'save_answer')
    .map(({ args }) => (args as { edit: AnswerEdit }).edit)

/** A province in which nothing is verified, but for what is saved here. */
const unverified = () => {
  const saved = new Map<string, AnswerEdit>()
  return {
    form: ({ unit, layer }: { unit: string; layer: string }, pass: () => unknown) => {
      const view = structuredClone(pass()) as {
        answers: { indicator: string; derived: boolean; flagged: boolean }[]
      }
      for (const answer of view.answers) {
        answer.flagged = false
        if (layer !== 'verified') continue
        const edit = saved.get(`${unit}/${answer.indicator}`)
        Object.assign(answer, { value: null, reason: null, state: 'missing' }, edit)
      }
      return view
    },
    save_answer: ({ edit }: { edit: AnswerEdit }, pass: () => unknown) => {
      if (edit.layer === 'verified') saved.set(`${edit.unit}/${edit.indicator}`, edit)
      const got = structuredClone(pass()) as { answer: object }
      return { ...got, answer: { ...got.answer, ...edit } }
    },
  }
}
const current = () => useReview().items.find(({ indicator }) => indicator.id === id())!
const id = () => by(TEST_IDS.reviewItem)!.dataset['reviewed']!

it('writes a bulk into the unit that it was begun for, whichever is in view by then', async () => {
  const doors = unverified()
  let release: (() => void) | null = null
  shown = await aWindow(`/review/${A}`, {
    ...doors,
    save_answer: async (args, pass) => {
      if (release === null) await new Promise<void>((resolve) => (release = resolve))
      return doors.save_answer(args as never, pass)
    },
  })
  const review = useReview()
  const bulk = review.acceptUnder({ evidence: false, unchanged: false })
  await settled()
  await shown.router.push(`/review/${other()}`)
  await settled()
  expect(review.self?.unit.code).toBe(other())
  release!()
  const count = await bulk
  expect(count).toBeGreaterThan(1)
  expect(new Set(edits().map(({ unit }) => unit))).toEqual(new Set([A]))
  expect(edits()).toHaveLength(count)
})

it('shows nothing that was written of one unit when another is chosen', async () => {
  shown = await aWindow(`/review/${A}`, unverified())
  await write(by<HTMLInputElement>(TEST_IDS.reviewNote)!, 'of the first unit')
  await shown.router.push(`/review/${other()}`)
  await settled()
  expect(by<HTMLInputElement>(TEST_IDS.reviewNote)!.value).toBe('')
  await shown.router.push(`/review/${A}`)
  await settled()
  expect(by<HTMLInputElement>(TEST_IDS.reviewNote)!.value).toBe('of the first unit')

  // With the page it would be lost.
  void shown.router.push('/rounds')
  await settled()
  by(TEST_IDS.confirmNo)!.click()
  await settled()
  expect(shown.router.currentRoute.value.name).toBe('review')
  expect(by<HTMLInputElement>(TEST_IDS.reviewNote)!.value).toBe('of the first unit')
})

it("takes the unit's value for none that waits for its reason or is being saved", async () => {
  const doors = unverified()
  let release: (() => void) | null = null
  shown = await aWindow(`/review/${A}`, {
    ...doors,
    save_answer: async (args, pass) => {
      await new Promise<void>((resolve) => (release = resolve))
      return doors.save_answer(args as never, pass)
    },
  })
  for (let step = 0; step < 80 && all(TEST_IDS.reviewOption).length === 0; step += 1) {
    await press('j', 'KeyJ')
  }
  const own = current().self.value
  const option = all<HTMLInputElement>(TEST_IDS.reviewOption).find(
    ({ dataset }) => Number(dataset['value']) !== own,
  )!
  const found = Number(option.dataset['value'])
  option.dispatchEvent(new Event('change'))
  await settled()
  by(TEST_IDS.reviewAccept)!.click()
  await settled()
  expect(edits()).toEqual([])
  const note = by<HTMLInputElement>(TEST_IDS.reviewNote)!
  expect(document.activeElement).toBe(note)

  const adjusted = id()
  await write(note, 'not proven')
  note.dispatchEvent(new Event('change'))
  by(TEST_IDS.reviewAccept)!.click()
  await settled()
  release!()
  await settled()
  expect(edits()).toHaveLength(1)
  expect(edits()[0]).toMatchObject({ indicator: adjusted, value: found, note: 'not proven' })
})

it('keeps no adjustment whose reason is taken away', async () => {
  shown = await aWindow(`/review/${A}`, unverified())
  for (let step = 0; step < 80 && all(TEST_IDS.reviewOption).length === 0; step += 1) {
    await press('j', 'KeyJ')
  }
  const own = current().self.value
  await write(by<HTMLInputElement>(TEST_IDS.reviewNote)!, 'not proven')
  all<HTMLInputElement>(TEST_IDS.reviewOption)
    .find(({ dataset }) => Number(dataset['value']) !== own)!
    .dispatchEvent(new Event('change'))
  await settled()
  expect(edits()).toHaveLength(1)
  const note = by<HTMLInputElement>(TEST_IDS.reviewNote)!
  await write(note, '')
  note.dispatchEvent(new Event('change'))
  await settled()
  expect(edits()).toHaveLength(1)
  expect(note.getAttribute('aria-invalid')).toBe('true')
})

it('keeps the remark with what is accepted, and leaves an adjustment when going on', async () => {
  shown = await aWindow(`/review/${A}`, unverified())
  const first = id()
  await write(by<HTMLInputElement>(TEST_IDS.reviewNote)!, 'seen on site')
  ;(document.activeElement as HTMLElement).blur()
  await press('a', 'KeyA')
  expect(edits().at(-1)).toMatchObject({ indicator: first, note: 'seen on site' })

  // The next with options is adjusted: only with a reason, and it stands.
  for (let step = 0; step < 80 && all(TEST_IDS.reviewOption).length === 0; step += 1) {
    await press('j', 'KeyJ')
  }
  const own = current().self.value
  const option = all<HTMLInputElement>(TEST_IDS.reviewOption).find(
    ({ dataset }) => Number(dataset['value']) !== own,
  )!
  const before = edits().length
  option.dispatchEvent(new Event('change'))
  await settled()
  expect(edits()).toHaveLength(before)
  const note = by<HTMLInputElement>(TEST_IDS.reviewNote)!
  await write(note, 'not proven')
  note.dispatchEvent(new Event('change'))
  await settled()
  const found = Number(option.dataset['value'])
  expect(edits().at(-1)).toMatchObject({ value: found, note: 'not proven', layer: 'verified' })
  note.blur()
  await press('a', 'KeyA')
  expect(edits().at(-1)).toMatchObject({ value: found, note: 'not proven' })
})

it('takes no key behind a dialog, and none that is held down', async () => {
  shown = await aWindow(`/review/${A}`, unverified())
  const box = document.createElement('dialog')
  document.body.append(box)
  box.showModal()
  await press('a', 'KeyA')
  box.remove()
  await press('a', 'KeyA', window, { repeat: true })
  expect(edits()).toEqual([])
  await press('a', 'KeyA')
  expect(edits()).toHaveLength(1)
})

it('leaves nothing behind as begun of what was sent back', async () => {
  shown = await aWindow(`/review/${A}`, unverified())
  by(TEST_IDS.reviewReturn)!.click()
  await settled()
  await write(by<HTMLInputElement>(TEST_IDS.reviewReason)!, 'no proof')
  expect(useReview().begun.size).toBe(1)
  by<HTMLInputElement>(TEST_IDS.reviewReason)!.form!.dispatchEvent(new Event('submit'))
  await settled()
  expect(shown.calls.some(({ command }) => command === 'save_finding')).toBe(true)
  expect(useReview().begun.size).toBe(0)
})
