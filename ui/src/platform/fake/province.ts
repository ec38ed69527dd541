import { Failure } from '../failure'
import { analyses } from './analyses'
import { bars, heatMap, radar } from './charts'
import { documents } from './documents'
import { editor } from './editor'
import { previewOf } from './preview'
import sample from './province.json'
import { surveys } from './surveys'
import { workplace } from './workplace'
import { liveScore } from '@/logic/answers'
import type { Args, Command, Result } from '../contract'
import type {
  AnswerEdit,
  AnswerStanding,
  BatchView,
  FormAnswerView,
  FrameworkView,
  IncidentAssessment,
  IncidentView,
  OverviewView,
  RankRow,
  StandingView,
  UnitView,
  WorkspaceView,
} from '../generated'

/** What the invented province can answer; for the rest it has no such thing. */
type Answers = { [C in Command]?: (args: Args<C>) => Result<C> }

/** A fixed sequence 0..1, so that each look is the same. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

const framework = sample.framework as FrameworkView
const NOW = '2026-11-21T14:07:33'

/** An invented province: what a shell would answer, close enough to look at every screen. */
export function useProvince() {
  const forms = new Map<string, FormAnswerView[]>()
  let open: WorkspaceView | null = null
  const rounds = ['2026', '2025'].map((id) => ({
    id,
    name: { zh: id, en: id },
    period_start: `${id}-01-01`,
    period_end: `${id}-12-31`,
    deadline: null,
  }))

  function answersOf(unit: string): FormAnswerView[] {
    const known = forms.get(unit)
    if (known !== undefined) return known
    const next = sequence(
      unit.split('').reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
    )
    const made = framework.indicators.map((indicator): FormAnswerView => {
      const draw = next()
      const control = indicator.control
      const value =
        control.type === 'options'
          ? (control.options[Math.floor(draw * control.options.length)]?.value ?? null)
          : Math.round(
              ((control.zero ?? 0) + ((control.full ?? 1) - (control.zero ?? 0)) * draw) * 10,
            ) / 10
      const missing = next() < 0.12 && !indicator.derived
      return {
        indicator: indicator.id,
        state: missing ? 'missing' : 'scored',
        value: missing ? null : value,
        score: missing ? null : liveScore(control, value),
        reason: null,
        note: null,
        flagged: next() < 0.04,
        last_value: next() < 0.8 ? value : null,
        derived: indicator.derived,
        source: null,
        evidence: 0,
      }
    })
    forms.set(unit, made)
    return made
  }

  /** Nothing is verified until somebody does. */
  function verifiedOf(unit: string): FormAnswerView[] {
    const known = forms.get(`${unit}/verified`)
    if (known !== undefined) return known
    return answersOf(unit).map((entry) => ({
      ...entry,
      state: 'missing',
      value: null,
      score: null,
      note: null,
      flagged: false,
    }))
  }

  function standingOf(answers: FormAnswerView[]): StandingView {
    const scores = new Map(answers.map((answer) => [answer.indicator, answer.score ?? 0]))
    const aspects = framework.aspects.map((aspect) => {
      const mine = framework.objectives.filter((objective) => objective.aspect === aspect.id)
      const score = mine.reduce((sum, objective) => {
        const lines = framework.indicators.filter((entry) => entry.objective === objective.id)
        const mean =
          lines.reduce((part, line) => part + (scores.get(line.id) ?? 0), 0) /
          Math.max(1, lines.length)
        return sum + mean * objective.weight
      }, 0)
      return { aspect: aspect.id, score }
    })
    const total = framework.aspects.reduce(
      (sum, aspect, at) => sum + aspect.weight * (aspects[at]?.score ?? 0),
      0,
    )
    const typed = answers.filter((answer) => !answer.derived)
    const answered = typed.filter((answer) => answer.state !== 'missing').length
    return {
      completeness: answered / typed.length,
      total,
      grade: gradeOf(total),
      aspects,
      asked: typed.length,
      answered,
    }
  }

  function gradeOf(total: number): string | null {
    return framework.grades.find((grade) => total >= grade.lower)?.key ?? null
  }

  function unitView(unit: (typeof sample.units)[number]): UnitView {
    const { asked, answered } = standingOf(answersOf(unit.code))
    return { ...unit, asked, answered }
  }

  function rows(): RankRow[] {
    const made = sample.units.map((unit): RankRow => {
      const { total, grade, aspects, completeness } = standingOf(answersOf(unit.code))
      return {
        ...unit,
        total,
        last_total: total === null ? null : total - (unit.code.charCodeAt(2) % 5) + 1.5,
        grade,
        rank: null,
        completeness,
        balance: 0.8,
        aspects,
        adjusted: unit.code.endsWith('05') ? -2 : 0,
      }
    })
    for (const group of framework.peer_groups) {
      made
        .filter((row) => row.peer_group === group.id)
        .sort((a, b) => (b.total ?? 0) - (a.total ?? 0))
        .forEach((row, at) => {
          row.rank = at + 1
        })
    }
    return made
  }

  function overview(): OverviewView {
    const all = rows()
    return {
      round: '2026',
      rows: all,
      incident_count: incidents.length,
      response_count: 4210,
      groups: framework.peer_groups.map((group) => {
        const mine = all.filter((row) => row.peer_group === group.id)
        const totals = mine.map((row) => row.total ?? 0).sort((a, b) => a - b)
        const median = totals[Math.floor(totals.length / 2)] ?? null
        return {
          id: group.id,
          name: group.name,
          units: mine.length,
          ranked: mine.length,
          median,
          last_median: median === null ? null : median - 1.27,
          grades: framework.grades.map(({ key }) => ({
            grade: key,
            units: mine.filter((row) => row.grade === key).length,
          })),
          aspects: framework.aspects.map((aspect) => ({ aspect: aspect.id, score: median })),
        }
      }),
    }
  }

  const draw = sequence(11)
  const leaves = framework.incident_classes.filter((entry) => entry.parent !== null)
  const incidents: IncidentView[] = Array.from({ length: 180 }, (_, at) => {
    const day = `2026-${String(1 + (at % 11)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`
    const fields = {
      unit: sample.units[Math.floor(draw() * sample.units.length)]?.code ?? '',
      category_code: leaves[Math.floor(draw() * leaves.length)]?.code ?? '',
      discovered_at: `${day}T08:12:00`,
      first_report_at: `${day}T${draw() < 0.2 ? '19' : '08'}:50:00`,
      status: draw() < 0.3 ? 'open' : 'closed',
      persons_affected: Math.floor(draw() * 5000),
    }
    return {
      key: `2026-${String(at + 1).padStart(4, '0')}`,
      fields,
      assessment: assess(fields),
      source: null,
    }
  })

  function assess(fields: Record<string, unknown>): IncidentAssessment {
    const persons = Number(fields['persons_affected'] ?? 0)
    const at = String(fields['discovered_at'] ?? '')
    const done = typeof fields['first_report_at'] === 'string' ? fields['first_report_at'] : null
    const late = done !== null && done.slice(11, 13) > '12'
    return {
      level: persons > 4000 ? 2 : persons > 2000 ? 3 : persons > 0 ? 4 : null,
      level_field: 'level',
      links: ['chain_platform'],
      reasons: persons > 2000 ? [{ zh: `${persons}`, en: `${persons} persons affected` }] : [],
      deadlines:
        at === ''
          ? []
          : [
              {
                rule: 'first',
                what: { zh: '', en: 'First report' },
                receiver: { zh: '', en: 'Provincial cyberspace administration' },
                minutes: 240,
                due_at: `${at.slice(0, 11)}12:12:00`,
                done_at: done,
                late,
              },
            ],
    }
  }

  const batches: BatchView[] = []
  const preview = previewOf(framework)

  /** Takes an answer over, and says what the form comes to. */
  function answered(edit: AnswerEdit): AnswerStanding {
    const list = edit.layer === 'verified' ? verifiedOf(edit.unit) : answersOf(edit.unit)
    const indicator = framework.indicators.find((entry) => entry.id === edit.indicator)
    const old = list.find((entry) => entry.indicator === edit.indicator)
    if (indicator === undefined || old === undefined) throw new Error('not asked')
    const given = edit.value === null ? 'missing' : 'scored'
    const answer: FormAnswerView = {
      ...old,
      value: edit.value,
      reason: edit.reason,
      note: edit.note,
      flagged: edit.flagged,
      state: edit.reason === null ? given : 'not_applicable',
      score: liveScore(indicator.control, edit.value),
    }
    const replaced = list.map((entry) => (entry.indicator === edit.indicator ? answer : entry))
    forms.set(edit.layer === 'verified' ? `${edit.unit}/verified` : edit.unit, replaced)
    return { answer, standing: standingOf(replaced) }
  }

  const answers: Answers = {
    ...analyses(framework, rows, sequence),
    ...workplace(enter, () => sample.units.map(unitView), NOW),
    ...surveys(() => sample.units.map(unitView)),
    ...editor(framework, enter),
    // With `?demo` the province is open at once, so that any page can be looked at by its address.
    start: () => ({
      version: '0.1.0',
      lang: 'zh-CN',
      open: null,
      demonstration: location.search === '?demo',
    }),
    recent_workspaces: () => [
      { path: '/data/shanxi-2026.hezhi', name: 'shanxi-2026', opened_at: NOW, exists: true },
      { path: '/data/old.hezhi', name: 'old', opened_at: NOW, exists: false },
    ],
    forget_workspace: () => [],
    create_workspace: () => enter(),
    open_demonstration: () => enter(),
    open_workspace: () => enter(),
    workspace: () => open ?? (location.search === '?open' ? enter() : null),
    close_workspace: () => {
      open = null
      return null
    },
    add_round: () => enter(),
    framework: () => framework,
    units: () => sample.units.map(unitView),
    form({ round, unit, layer }) {
      const found = sample.units.find((entry) => entry.code === unit) ?? sample.units[0]
      if (found === undefined) throw new Error('an invented province has units')
      const list = layer === 'verified' ? verifiedOf(found.code) : answersOf(found.code)
      return { round, layer, unit: unitView(found), answers: list, standing: standingOf(list) }
    },
    save_answer: ({ edit }) => ({ ...answered(edit), saved_at: NOW }),
    keep_answer({ edit }) {
      answered(edit)
      return NOW
    },
    answer_standing: ({ edit }) => answered(edit),
    overview,
    unit_result({ unit }) {
      const row = rows().find((entry) => entry.code === unit)
      if (row === undefined) throw new Error('no such unit')
      const weight = (id: string, of: { id: string; weight: number }[]) =>
        of.find((entry) => entry.id === id)?.weight ?? 0
      return {
        row,
        aggregated: row.total,
        objectives: framework.objectives.map((entry) => ({ id: entry.id, score: 60, median: 55 })),
        indicators: answersOf(unit).map((entry) => {
          const indicator = framework.indicators.find((known) => known.id === entry.indicator)
          const objective = framework.objectives.find((known) => known.id === indicator?.objective)
          return {
            id: entry.indicator,
            state: entry.state,
            raw: entry.value,
            score: entry.score,
            weight:
              (indicator?.weight ?? 0) *
              (objective?.weight ?? 0) *
              weight(objective?.aspect ?? '', framework.aspects),
          }
        }),
        adjustments: [],
      }
    },
    chart({ request }) {
      const ink = request.dark ? '#e6ebf1' : '#1b2430'
      const blue = request.dark ? '#6fa8e8' : '#1f5fa8'
      const all = rows()
      if (request.chart === 'radar') {
        const row = all.find((entry) => entry.code === request.unit)
        if (row !== undefined) return radar(row, ink, blue)
      }
      if (request.chart === 'heat_map') {
        return heatMap(
          all.filter((row) => row.peer_group === request.peer_group),
          request.lang,
          ink,
        )
      }
      const entries =
        request.chart === 'ranking'
          ? all
              .filter((row) => row.peer_group === request.peer_group)
              .map((row) => ({ id: row.code, label: row.name.en, value: row.total ?? 0 }))
          : leaves
              .slice(0, 8)
              .map((entry, at) => ({ id: entry.code, label: entry.name.en, value: 9 + at }))
      return bars(entries, ink, blue)
    },
    incidents({ query }) {
      const found = incidents.filter(
        (entry) =>
          entry.key.includes(query.text) &&
          (query.unit === '' || entry.fields['unit'] === query.unit) &&
          (query.level === null || entry.assessment.level === query.level) &&
          (!query.open_only || entry.fields['status'] === 'open') &&
          (!query.broken_only ||
            entry.assessment.links.some((link) => entry.fields[link] === undefined)),
      )
      return {
        total: found.length,
        rows: found.slice(query.offset, query.offset + query.limit).map((entry) => ({
          key: entry.key,
          unit: String(entry.fields['unit']),
          unit_name: sample.units.find((unit) => unit.code === entry.fields['unit'])?.name ?? {
            zh: '',
            en: '',
          },
          class: String(entry.fields['category_code']),
          level: entry.assessment.level,
          discovered_at: String(entry.fields['discovered_at']),
          report_due_at: entry.assessment.deadlines[0]?.due_at ?? null,
          first_report_at: String(entry.fields['first_report_at']),
          late: entry.assessment.deadlines[0]?.late ?? false,
          status: String(entry.fields['status']),
        })),
      }
    },
    incident({ key }) {
      const found = incidents.find((entry) => entry.key === key)
      if (found === undefined) throw new Error('no such incident')
      return found
    },
    assess_incident: ({ fields }) => assess(fields),
    save_incident({ edit }) {
      const made: IncidentView = {
        key: edit.key ?? `2026-${String(incidents.length + 1).padStart(4, '0')}`,
        fields: edit.fields,
        assessment: assess(edit.fields),
        source: null,
      }
      const at = incidents.findIndex((entry) => entry.key === made.key)
      if (at < 0) incidents.push(made)
      else incidents[at] = made
      return made
    },
    delete_incident({ key }) {
      incidents.splice(
        incidents.findIndex((entry) => entry.key === key),
        1,
      )
      return null
    },
    register_rows: () => [],
    save_register_rows: ({ edit }) =>
      edit.rows.map((row, at) =>
        row.fields === null ? null : { key: `${at}`, fields: row.fields, source: null },
      ),
    inspect_file: () => preview,
    inspect_again: () => preview,
    import_grid: ({ from, rows }) => {
      const all = [['Self-assessment'], [], ...(preview.sheets[0]?.sample ?? [])]
      return {
        total_rows: all.length,
        columns: 4,
        from,
        rows: all.slice(from, from + rows),
        cut: false,
      }
    },
    mapping_fields: () =>
      ['indicator', 'value', 'note', 'unit'].map((id) => ({
        id,
        name_zh: id,
        name_en: id,
        required: id !== 'note',
        options: [],
      })),
    mapping_text: ({ edit }) => JSON.stringify(edit),
    saved_mappings: () => [],
    save_mapping: ({ text }) => [{ name: 'Saved', sender: '', kind: 'answers', columns: 3, text }],
    delete_mapping: () => [],
    write_mapping: ({ path }) => ({ kind: 'mapping', path, bytes: 900, sha256: 'c'.repeat(64) }),
    read_mapping: () => '{}',
    import_differences: () => ({
      total: 1,
      rows: [
        {
          unit: '140100',
          subject: 'A1.1.2',
          field: '',
          before: '60',
          after: '61',
          before_at: NOW,
          sheet: 'Answers',
          cell: 'C5',
          taken: true,
        },
      ],
    }),
    near_duplicates: () => [],
    write_marked: ({ path }) => ({ kind: 'marked', path, bytes: 9_000, sha256: 'd'.repeat(64) }),
    inspect_folder: () => ({
      token: 'folder-1',
      complete: 1,
      incomplete: 0,
      with_problems: 1,
      refused: 1,
      missing: sample.units.slice(3, 40).map((unit) => ({
        code: unit.code,
        name_zh: unit.name.zh,
        name_en: unit.name.en,
      })),
      files: ['complete', 'problems', 'refused'].map((state, at) => ({
        file: `${sample.units[at]?.name.zh ?? state}.xlsx`,
        state,
        units: state === 'refused' ? [] : [sample.units[at]?.code ?? ''],
        answered: state === 'refused' ? 0 : 66 - at,
        asked: state === 'refused' ? 0 : 66,
        round: '2026',
        rows_read: 66,
        accepted: 60 - at,
        unchanged: 0,
        kept: 0,
        rejected: at,
        problems: state === 'complete' ? [] : preview.problems,
        draft: state === 'refused' ? null : `draft-${at}`,
        batch: null,
      })),
    }),
    confirm_folder: () => {
      throw new Error('nothing is written here')
    },
    discard_folder: () => null,
    confirm_import() {
      const batch: BatchView = {
        ...preview,
        id: batches.length + 1,
        imported_at: NOW,
        actor: 'auditor',
        round: '2026',
        undone_at: null,
      }
      batches.unshift(batch)
      return batch
    },
    discard_import: () => null,
    batches: () => batches,
    undo_batch({ batch }) {
      const found = batches.find((entry) => entry.id === batch)
      if (found) found.undone_at = NOW
      return { batch, restored: 57, kept: ['140100 A1.1.1'] }
    },
    write_template: ({ path }) => ({
      kind: 'template',
      path,
      bytes: 52_000,
      sha256: 'b'.repeat(64),
    }),
    write_reports: ({ request }) =>
      ['result.xlsx', 'heat-map-city.svg', 'ranking-city.svg'].map((name) => ({
        kind: name.endsWith('xlsx') ? 'workbook' : 'chart',
        path: `${request.folder}/${name}`,
        bytes: 1_204_000,
        sha256: 'c'.repeat(64),
      })),
    ...documents(),
    reveal: () => null,
    audit: ({ query }) => ({
      total: 240,
      actions: ['import', 'save_observation'],
      rows: Array.from({ length: Math.min(query.limit, 240 - query.offset) }, (_, at) => ({
        id: 240 - query.offset - at,
        at: NOW,
        actor: 'auditor',
        action: 'save_observation',
        subject: '2026 140100 A1.1.1',
        detail: '{"value":3}',
      })),
    }),
    check_workspace: () => ({ sound: true, audit_entries: 240, evidence_files: 0, problems: [] }),
    cancel_task: () => true,
    desk_progress: () => null,
    stop_desk: () => null,
  }

  function enter(): WorkspaceView {
    open = {
      path: '/data/demonstration.hezhi',
      name: 'demonstration',
      synthetic: true,
      read_only: false,
      framework_id: framework.id,
      framework_version: framework.version,
      rounds,
      unit_count: sample.units.length,
    }
    return open
  }

  function answer<C extends Command>(command: C, args: Args<C>): Result<C> {
    const given = answers[command]
    if (given === undefined) throw new Failure({ code: 'interrupted', params: { detail: command } })
    return given(args)
  }

  return { answer }
}
