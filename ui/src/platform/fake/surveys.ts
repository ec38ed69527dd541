import type { Args, Command, Result } from '../contract'
import type { EstimateDocument, QuestionView, SurveysView, UnitView } from '../generated'

type Of = 'surveys' | 'survey' | 'write_questionnaire'
type Surveys = { [C in Of & Command]: (args: Args<C>) => Result<C> }

const AGREE = ['strongly disagree', 'disagree', 'neither', 'agree', 'strongly agree']
const PARTIES = ['government', 'enterprise', 'social_org', 'citizen'] as const

function phrase(text: string) {
  return { zh: text, en: text }
}
function around(value: number, wide: number): EstimateDocument {
  return { value, interval: [value - wide, value + wide], effective_n: 400 }
}

function question(id: string, at: number): QuestionView {
  const kind = (['likert', 'likert', 'likert', 'single', 'quiz', 'number'] as const)[at % 6]
  const options = kind === 'number' ? [] : kind === 'likert' ? AGREE : ['Yes', 'In part', 'No']
  return {
    id,
    module: '',
    kind: kind ?? 'single',
    text: phrase(`Does the office say what it does about network security? (${id})`),
    options: options.map(phrase),
    right: kind === 'quiz' ? 1 : null,
    reversed: at % 5 === 2,
    required: at % 2 === 0,
    skip: '',
    indicator: 'A5.1.1',
  }
}

/** Questionnaires of an invented province. */
export function surveys(units: () => UnitView[]): Surveys {
  const view = (): SurveysView => ({
    questionnaires: PARTIES.map((party, p) => ({
      party,
      responses: [56, 320, 41, 2400][p] ?? 0,
      questions: Array.from({ length: 9 }, (_, at) =>
        question(`${party.charAt(0).toUpperCase()}0${at + 1}`, at),
      ),
    })),
    places: units().map((unit, at) => ({
      unit: unit.code,
      name: unit.name,
      parent: unit.parent,
      responses: PARTIES.map((_, p) => (at * 7 + p * 5) % 23),
    })),
    suppress_below: 10,
    low_alpha: 0.7,
    confidence: 0.95,
  })
  return {
    surveys: view,
    survey: ({ request, asked }) => ({
      framework: 'six-aspect',
      framework_version: '2026',
      round: request.round,
      layer: request.layer,
      mode: request.mode,
      published: asked.published,
      parties: view().questionnaires.map((of) => ({
        party: of.party,
        responses: of.responses,
        without_weight: asked.published ? null : 0,
        response_rate: asked.invited[of.party]
          ? of.responses / (asked.invited[of.party] ?? 1)
          : null,
        straight_lines: asked.published ? [] : ['R-1', 'R-2'],
        questions: of.questions.map((entry, at) => ({
          id: entry.id,
          text: entry.text,
          n: of.responses - at,
          mean: ['likert', 'number'].includes(entry.kind) ? around(3.1 + at * 0.1, 0.12) : null,
          right: entry.kind === 'quiz' ? around(0.62, 0.04) : null,
          options: entry.options.map((text, o) => ({
            text,
            count: 20 + o * 9,
            share: asked.published && o === 0 ? null : around((o + 1) / 20 + 0.1, 0.03),
          })),
          too_few: of.responses < 50,
        })),
        scales: [
          {
            indicator: 'A5.1.1',
            alpha: 0.81,
            items: of.questions.slice(0, 3).map((entry) => entry.id),
            n: asked.published ? null : of.responses,
            without: asked.published ? [] : [0.74, 0.78, 0.84],
            low: false,
          },
        ],
      })),
    }),
    write_questionnaire: ({ path }) => ({
      kind: 'questionnaire',
      path,
      bytes: 1,
      sha256: 'd'.repeat(64),
    }),
  }
}
