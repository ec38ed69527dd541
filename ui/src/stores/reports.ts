import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

import type { Lang } from '@/logic/format'
import { carried, chosen } from '@/logic/sections'
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

/** What is laid out to be looked at, and what it was made of. */
export interface Shown {
  /** The request; `null` for a briefing that was kept, which no present choice has made. */
  key: string | null
  kept: KeptDocumentView | null
  view: DocumentView
}

/** What a document's form says before anybody has typed in it. */
function blankForm() {
  return {
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
  }
}

/** What is to be written and in which form; kept while other pages are looked at. */
export const useReports = defineStore('reports', () => {
  const workspace = useWorkspace()
  const tasks = useTasks()

  const only = ref<string[]>(['workbook', 'briefing', 'charts'])
  const layer = ref<(typeof LAYERS)[number]>('final')
  const mode = ref<(typeof MODES)[number]>('official')
  const preferences = usePreferences()
  const lang = ref<Lang>(preferences.lang)
  const folder = ref('')
  const files = shallowRef<ReportFile[]>([])
  /** The folder that they lie in, whatever is typed for the next ones. */
  const filesIn = ref('')

  const form = reactive(blankForm())
  /** What the template was read of last, and how often it was asked for. */
  let readOf: { path: string | null; lang: Lang } | null = null
  let reading = 0
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
    () =>
      shown.value !== null &&
      shown.value.kept === null &&
      shown.value.key !== JSON.stringify(request.value),
  )

  /** Reads the template anew; what the person has chosen of its sections stays chosen. */
  async function readTemplate(): Promise<void> {
    const path = form.template.trim()
    const asked = { path: path === '' ? null : path, lang: lang.value }
    const same = readOf?.path === asked.path
    const before = same ? (template.value?.sections ?? []) : []
    reading += 1
    const mine = reading
    const read = await platform.call('document_template', {
      ...asked,
      words: preferences.lang,
    })
    if (mine !== reading) return
    readOf = asked
    template.value = read
    if (read.faults.length === 0) {
      sections.value = same ? carried(sections.value, before, read.sections) : read.sections
    }
  }

  async function readKept(): Promise<void> {
    kept.value = await platform.call('kept_documents', {})
  }

  async function lay(): Promise<void> {
    const of = request.value
    const view = await tasks.run('lay_document', { request: of })
    shown.value = { key: JSON.stringify(of), kept: null, view }
  }

  /** Lays a briefing out as it was kept. */
  async function layKept(entry: KeptDocumentView): Promise<void> {
    const view = await tasks.run('lay_document', { request: again(entry) })
    shown.value = { key: null, kept: entry, view }
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
    const into = folder.value.trim()
    files.value = await run({
      score: score.value,
      folder: into,
      only: only.value,
      lang: lang.value,
      form: asked.value,
    })
    filesIn.value = into
    await readKept()
  }

  /** Writes a briefing once more as it was kept. */
  async function writeKept(entry: KeptDocumentView): Promise<void> {
    const { score: of, lang: words, form: again_ } = again(entry)
    const into = folder.value.trim()
    files.value = await run({
      score: of,
      folder: into,
      only: ['briefing'],
      lang: words,
      form: again_,
    })
    filesIn.value = into
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
      // A document's number, its issuing body and its marking are those of one province.
      Object.assign(form, blankForm())
      reading += 1
      readOf = null
      template.value = null
      sections.value = []
    },
  )

  return {
    only,
    layer,
    mode,
    lang,
    folder,
    files,
    filesIn,
    form,
    template,
    sections,
    kept,
    unit,
    shown,
    documents,
    asked,
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
