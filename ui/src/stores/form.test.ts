import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { platform } from '#door'
import { Failure, type AnswerEdit } from '@/platform'
import { aFramework, anAnswer } from '@/test/samples'
import { TYPING_PAUSE, useForm } from './form'
import { useMessages } from './messages'
import { useWorkspace } from './workspace'

const standing = {
  completeness: 0.5,
  total: 61.5,
  grade: 'qualified',
  aspects: [],
  asked: 4,
  answered: 2,
}
const unit = {
  code: '140100',
  name: { zh: '太原市', en: 'Taiyuan City' },
  peer_group: 'city',
  parent: null,
  asked: 4,
  answered: 1,
}

let save: (edit: AnswerEdit) => Promise<unknown>
let count: (edit: AnswerEdit) => Promise<unknown>

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  save = () => Promise.resolve('2026-11-21T14:07:33')
  count = (edit) =>
    Promise.resolve({
      answer: anAnswer(edit.indicator, { ...edit, state: 'scored', score: 42 }),
      standing,
    })
  vi.mocked(platform.call).mockImplementation(((command: string, args: { edit?: AnswerEdit }) => {
    if (command === 'form') {
      return Promise.resolve({
        round: '2026',
        unit,
        layer: 'self_reported',
        answers: ['A1.1.1', 'A1.1.2', 'A1.2.1', 'A2.1.1'].map((id) => anAnswer(id)),
        standing: { ...standing, total: null, answered: 0 },
      })
    }
    if (command === 'desk_progress') return Promise.resolve(null)
    if (command === 'answer_standing') return count(args.edit!)
    return save(args.edit!)
  }) as never)
  useWorkspace().framework = aFramework()
  useWorkspace().units = [unit]
  useWorkspace().roundId = '2026'
})

afterEach(() => {
  vi.useRealTimers()
  vi.mocked(platform.call).mockReset()
})

const line = (id: string) =>
  useForm()
    .tree.flatMap((node) => node.objectives.flatMap((inner) => inner.lines))
    .find((entry) => entry.indicator.id === id)!

describe('the form', () => {
  it('shows what is typed at once, and the total when it is on disk', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    form.type(line('A1.1.1'), { value: 80 }, TYPING_PAUSE)
    expect(line('A1.1.1').answer.value).toBe(80)
    expect(form.saveState).toBe('saving')
    expect(form.form?.standing.total).toBeNull()
    await vi.advanceTimersByTimeAsync(TYPING_PAUSE)
    expect(form.saveState).toBe('saved')
    expect(form.form?.standing.total).toBe(61.5)
    expect(line('A1.1.1').answer.score).toBe(42)
    expect(useWorkspace().units[0]?.answered).toBe(2)
  })

  it('calls saved what is on disk before it is counted, and counts every answer', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    const counted: string[] = []
    const done: (() => void)[] = []
    count = (edit) => {
      counted.push(edit.indicator)
      const answer = anAnswer(edit.indicator, { ...edit, state: 'scored', score: 42 })
      return new Promise((resolve) => done.push(() => resolve({ answer, standing })))
    }
    form.type(line('A1.1.1'), { value: 80 })
    form.type(line('A1.1.2'), { value: 70 })
    await vi.advanceTimersByTimeAsync(1)
    expect(form.saveState).toBe('saved')
    expect(form.counting).toBe(true)
    expect(counted).toEqual(['A1.1.1'])
    done[0]?.()
    await vi.advanceTimersByTimeAsync(1)
    done[1]?.()
    await vi.advanceTimersByTimeAsync(1)
    expect(counted).toEqual(['A1.1.1', 'A1.1.2'])
    expect(line('A1.1.1').answer.score).toBe(42)
    expect(line('A1.1.2').answer.score).toBe(42)
    expect(form.counting).toBe(false)
  })

  it('writes once for a number typed digit by digit', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    const values: (number | null)[] = []
    const inner = save
    save = (edit) => {
      values.push(edit.value)
      return inner(edit)
    }
    for (const value of [8, 85, 85.5]) form.type(line('A1.1.1'), { value }, TYPING_PAUSE)
    await vi.advanceTimersByTimeAsync(TYPING_PAUSE)
    expect(values).toEqual([85.5])
  })

  it('keeps what could not be saved, says why, and saves it on the next attempt', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    const works = save
    save = () => Promise.reject(new Failure({ code: 'disk_full', params: { path: '/a' } }))
    form.type(line('A1.1.1'), { value: 80 })
    await vi.advanceTimersByTimeAsync(1)
    expect(form.saveState).toBe('failed')
    expect(line('A1.1.1').answer.value).toBe(80)
    expect(form.faults['A1.1.1']?.code).toBe('disk_full')
    expect(useMessages().list.map((message) => message.failure?.code)).toEqual(['disk_full'])

    save = works
    await form.retry()
    expect(form.saveState).toBe('saved')
    expect(form.faults).toEqual({})
  })

  it('shows what could not be saved again when the unit is opened anew', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    save = () => Promise.reject(new Failure({ code: 'disk_full', params: {} }))
    form.type(line('A1.1.1'), { value: 80 })
    await vi.advanceTimersByTimeAsync(1)
    await form.load('2026', '140100')
    expect(line('A1.1.1').answer.value).toBe(80)
  })

  it('does not let a late answer of the shell overwrite newer typing', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    form.type(line('A1.1.1'), { value: 1 })
    form.type(line('A1.1.1'), { value: 2 }, TYPING_PAUSE)
    await vi.advanceTimersByTimeAsync(1)
    expect(line('A1.1.1').answer.value).toBe(2)
    await vi.advanceTimersByTimeAsync(TYPING_PAUSE)
    expect(line('A1.1.1').answer.value).toBe(2)
    expect(form.saveState).toBe('saved')
  })

  it('types nothing into a workspace that can only be read', async () => {
    const form = useForm()
    await form.load('2026', '140100')
    useWorkspace().open = { read_only: true } as never
    form.type(line('A1.1.1'), { value: 80 })
    expect(line('A1.1.1').answer.value).toBeNull()
    expect(form.saveState).toBe('saved')
  })
})

describe('taking back', () => {
  it('puts the answer back as it stood, a number typed in one go at one stroke', async () => {
    const kept: AnswerEdit[] = []
    const first = save
    save = (edit) => {
      kept.push(edit)
      return first(edit)
    }
    const form = useForm()
    await form.load('2026', '140100')
    form.type(line('A1.1.1'), { value: 8 }, TYPING_PAUSE)
    form.type(line('A1.1.1'), { value: 85 }, TYPING_PAUSE)
    await vi.advanceTimersByTimeAsync(TYPING_PAUSE * 2)
    expect(form.undo()).toBe('A1.1.1')
    await form.flush()
    expect(kept.map((edit) => edit.value)).toEqual([85, null])
    expect(form.undo()).toBeNull()
  })
})
