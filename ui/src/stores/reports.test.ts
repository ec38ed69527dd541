import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

import { platform } from '#door'
import type { KeptDocumentView, WorkspaceView } from '@/platform'
import { useReports } from './reports'
import { useWorkspace } from './workspace'

const sections = ['general', 'survey', 'method'].map((id) => ({ id, name: id, shown: true }))
const entry = { round: '2025', lang: 'zh-CN', title: 'kept' } as KeptDocumentView

beforeEach(() => {
  setActivePinia(createPinia())
  useWorkspace().open = { path: '/a.hezhi', rounds: [] } as unknown as WorkspaceView
  vi.mocked(platform.call).mockImplementation(((command: string) =>
    Promise.resolve(
      command === 'document_template' ? { sections: structuredClone(sections), faults: [] } : [],
    )) as never)
  vi.mocked(platform.run).mockImplementation(((command: string) =>
    Promise.resolve(
      command === 'lay_document' ? { pages: 1, title: 'x' } : [{ path: '/out/a.pdf' }],
    )) as never)
})

describe('documents', () => {
  it('of one workspace leave nothing in the form of the next', async () => {
    const reports = useReports()
    Object.assign(reports.form, { number: '〔2026〕1', organisation: 'A', development: 'gdp' })
    await reports.readTemplate()
    useWorkspace().open = { path: '/b.hezhi', rounds: [] } as unknown as WorkspaceView
    await nextTick()
    expect([reports.form.number, reports.form.organisation, reports.form.development]).toEqual([
      '',
      '',
      '',
    ])
    expect(reports.sections).toEqual([])
  })

  it('that were kept are named as such, not as what is chosen now', async () => {
    const reports = useReports()
    await reports.layKept(entry)
    expect([reports.shown?.kept?.round, reports.stale]).toEqual(['2025', false])
    await reports.lay()
    expect([reports.shown?.kept, reports.stale]).toEqual([null, false])
    reports.layer = 'self'
    expect(reports.stale).toBe(true)
  })

  it('keep the chosen sections when the page is come back to', async () => {
    const reports = useReports()
    await reports.readTemplate()
    reports.sections = reports.sections.map((each) =>
      each.id === 'survey' ? { ...each, shown: false } : each,
    )
    await reports.readTemplate()
    expect(reports.asked.sections).toEqual(['general', 'method'])
  })

  it('lie where they were written, whatever is typed afterwards', async () => {
    const reports = useReports()
    reports.folder = '/out'
    await reports.write()
    reports.folder = '/else'
    expect(reports.filesIn).toBe('/out')
  })
})
