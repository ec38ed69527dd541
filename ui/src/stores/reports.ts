import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

import type { Lang } from '@/logic/format'
import { chosen } from '@/logic/sections'
import {
  platform,
  type DocumentForm,
  type DocumentRequest,
  type DocumentView,
  type KeptDocumentView,
  type ReportFile,
  type ReportRequest,
  type SectionView,
  type TemplateView,
} from '@/platform'
import type { LAYERS, MODES } from './overview'
import { usePreferences } from './preferences'
import { useTasks } from './tasks'
import { useWorkspace } from './workspace'

export const KINDS = ['workbook', 'briefing', 'feedback', 'charts'] as const
export const FORMATS = ['pdf', 'docx'] as const
export const LAYOUTS = ['official', 'bulletin'] as const

/** What is laid out to be looked at, and whether it is still what is asked for. */
export interface Shown {
  key: string
  view: DocumentView
}

/** What is to be written and in which form; kept while other pages are looked at. */
export const useReports = defineStore('reports', () => {
  const workspace = useWorkspace()
  const tasks = useTasks()

  const only = ref<string[]>(['workbook', 'briefing', 'charts'])
  const layer = ref<(typeof LAYERS)[number]>('final')
  const mode = ref<(typeof MODES)[number]>('official')
  const lang = ref<Lang>(usePreferences().lang)
  const folder = ref('')
  const files = shallowRef<ReportFile[]>([])

  const form = reactive({
    formats: [...FORMATS] as string[],
    layout: 'official' as (typeof LAYOUTS)[number],
    organisation: '',
    number: '',
    issue: '',
    marked: true,
    marking: '',
    watermark: '',
    logo: '',
    template: '',
    development: '',
    bound: false,
  })
  const template = shallowRef<TemplateView | null>(null)
  const sections = ref<SectionView[]>([])
  const kept = shallowRef<KeptDocumentView[]>([])
  /** The unit whose feedback sheet is looked at; the briefing without one. */
  const unit = ref('')
  const shown = shallowRef<Shown | null>(null)

  const documents = computed(() =>
    ['briefing', 'feedback'].some((kind) => only.value.includes(kind)),
  )
  const score = computed(() => ({
    round: workspace.roundId,
    layer: layer.value,
    mode: mode.value,
  }))
  const asked = computed<DocumentForm>(() => {
    const { marked, marking, number, issue, ...rest } = form
    const own = marking.trim() === '' ? null : marking.trim()
    return {
      ...rest,
      number: form.layout === 'official' ? number : '',
      issue: form.layout === 'bulletin' ? issue : '',
      marking: marked ? own : '',
      sections: chosen(sections.value, template.value?.sections ?? []),
      again: false,
    }
  })
  const request = computed<DocumentRequest>(() => ({
    score: score.value,
    lang: lang.value,
    unit: unit.value === '' ? null : unit.value,
    form: asked.value,
  }))
  const faults = computed(() => template.value?.faults ?? [])
  /** Some section goes in, and the template can be used. */
  const sound = computed(
    () => faults.value.length === 0 && sections.value.some((section) => section.shown),
  )
  const stale = computed(
    () => shown.value !== null && shown.value.key !== JSON.stringify(request.value),
  )

  async function readTemplate(): Promise<void> {
    const path = form.template.trim()
    const read = await platform.call('document_template', {
      path: path === '' ? null : path,
      lang: lang.value,
    })
    template.value = read
    if (read.faults.length === 0) sections.value = read.sections
  }

  async function readKept(): Promise<void> {
    kept.value = await platform.call('kept_documents', {})
  }

  async function lay(): Promise<void> {
    const of = request.value
    const view = await tasks.run('lay_document', { request: of })
    shown.value = { key: JSON.stringify(of), view }
  }

  /** Lays a briefing out as it was kept. */
  async function layKept(entry: KeptDocumentView): Promise<void> {
    const view = await tasks.run('lay_document', { request: again(entry) })
    shown.value = { key: JSON.stringify(request.value), view }
  }

  function again(entry: KeptDocumentView): DocumentRequest {
    return {
      score: { ...score.value, round: entry.round },
      lang: entry.lang,
      unit: null,
      form: { ...asked.value, template: '', sections: [], again: true },
    }
  }

  async function write(): Promise<void> {
    files.value = []
    files.value = await run({
      score: score.value,
      folder: folder.value.trim(),
      only: only.value,
      lang: lang.value,
      form: asked.value,
    })
    await readKept()
  }

  /** Writes a briefing once more as it was kept. */
  async function writeKept(entry: KeptDocumentView): Promise<void> {
    const { score: of, lang: words, form: again_ } = again(entry)
    files.value = await run({
      score: of,
      folder: folder.value.trim(),
      only: ['briefing'],
      lang: words,
      form: again_,
    })
  }

  function run(asked_: ReportRequest): Promise<ReportFile[]> {
    return tasks.run('write_reports', { request: asked_ })
  }

  watch(
    () => workspace.open?.path,
    () => {
      shown.value = null
      unit.value = ''
      files.value = []
      kept.value = []
    },
  )

  return {
    only,
    layer,
    mode,
    lang,
    folder,
    files,
    form,
    template,
    sections,
    kept,
    unit,
    shown,
    documents,
    faults,
    sound,
    stale,
    readTemplate,
    readKept,
    lay,
    layKept,
    write,
    writeKept,
  }
})
