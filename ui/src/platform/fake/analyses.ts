import type { Args, Command, Result } from '../contract'
import type {
  AnalysisHead,
  CountsDocument,
  FrameworkView,
  Named,
  RankRow,
  ScoreRequest,
  SplitDocument,
  WhatFirst,
} from '../generated'

type Of =
  | 'diagnosis'
  | 'what_first'
  | 'what_if'
  | 'trend'
  | 'profile'
  | 'compare_ranks'
  | 'cross_checks'
  | 'audit_index'
  | 'uncertainty'
  | 'sensitivity'
  | 'pairwise'
type Analyses = { [C in Of & Command]: (args: Args<C>) => Result<C> }

/** Analyses of an invented province: shapes as the shell gives them, numbers that only look plausible. */
export function analyses(
  framework: FrameworkView,
  rows: () => RankRow[],
  sequence: (seed: number) => () => number,
): Analyses {
  const head = (request: ScoreRequest): AnalysisHead => ({
    framework: framework.id,
    framework_version: framework.version,
    round: request.round,
    layer: request.layer,
    mode: request.mode,
  })
  const named = (row: { code: string; name: Named['name'] }): Named => ({
    code: row.code,
    name: row.name,
  })
  const grade = (total: number | null): Named | null => {
    const found = framework.grades.find((entry) => (total ?? 0) >= entry.lower)
    return found === undefined || total === null ? null : { code: found.key, name: found.name }
  }
  const typed = framework.indicators.filter((entry) => !entry.derived)
  const of = (id: string): Named => {
    const all = [...framework.aspects, ...framework.objectives, ...framework.indicators]
    return { code: id, name: all.find((entry) => entry.id === id)?.name ?? { zh: id, en: id } }
  }
  const split = (after: number | null): SplitDocument => {
    const before = after === null ? null : after - 2.4
    return { before, restated: before, after, change: 2.4, answers: 2.9, framework: -0.5 }
  }
  const counts = (draw: () => number): CountsDocument => {
    const duties = 20 + Math.floor(draw() * 200)
    const done = Math.floor(duties * (0.5 + draw() * 0.4))
    return {
      records: Math.ceil(duties / 4),
      duties,
      done,
      late: Math.floor(done * 0.2),
      not_done: Math.floor((duties - done) * 0.6),
      untraced: Math.floor((duties - done) * 0.4),
      deadlines: duties,
      deadlines_late: Math.floor(done * 0.2),
      deadlines_open: 3,
      broken: Math.ceil((duties - done) / 4),
      weakest_link: 'report',
      links: [
        ['report', 'Report'],
        ['dispose', 'Dispose'],
        ['account', 'Hold to account'],
      ].map(([code = '', en = '']) => ({
        code,
        name: { zh: en, en },
        due: Math.ceil(duties / 3),
        empty: Math.floor(draw() * 20),
        first_breaks: Math.floor(draw() * 10),
      })),
    }
  }

  function first(row: RankRow): WhatFirst {
    const gains = typed.slice(0, 20).map((entry, at) => ({
      ...of(entry.id),
      weight: 0.02,
      score: 20 + at * 2,
      target: 100,
      points: 2.1 - at * 0.09,
      missing: at % 5 === 0,
    }))
    return {
      ...named(row),
      total: row.total,
      grade: grade(row.total),
      gains,
      least_set: {
        next: { code: 'qualified', name: { zh: '', en: 'Qualified' } },
        outcome: 'reached',
        indicators: gains.slice(0, 3),
        total_after: 60.2,
        grade_after: grade(60.2),
        proof: 'exact',
      },
      benchmarks: [
        {
          kind: 'raw',
          subject: { code: 'A6.1.1', name: { zh: '', en: 'Fraud cases per 10k' } },
          value: 6.6,
          own: 5.2,
          difference: -1.4,
          place: { zh: '', en: 'China' },
          source: 'Published figures',
          date: '2020-12-31',
        },
      ],
      lessons: [],
    }
  }

  return {
    what_first({ unit }) {
      const row = rows().find((entry) => entry.code === unit)
      if (row === undefined) throw new Error('no such unit')
      return first(row)
    },
    diagnosis({ request, asked }) {
      const draw = sequence(5)
      const row = rows().find((entry) => entry.code === asked.unit)
      return {
        ...head(request),
        units: rows().map((entry) => ({
          ...named(entry),
          peer_group: entry.peer_group,
          total: entry.total,
          grade: grade(entry.total),
          rank: entry.rank,
          means: ['legal', 'administrative', 'technical', 'social', 'outcome'].map((means) => ({
            means,
            score: 30 + draw() * 60,
            share: 0.2,
            indicators: [],
          })),
          coverings: [
            {
              over: 'technical',
              under: 'administrative',
              over_score: 70,
              under_score: 40 + draw() * 50,
              gap: 30 - draw() * 50,
              threshold: 15,
              named: draw() < 0.2,
              beside: [],
            },
          ],
          parties: {
            parties: ['government', 'enterprise', 'social_org', 'citizen'].map((party) => ({
              party,
              score: 30 + draw() * 60,
              share: 0.25,
              asked: 10,
              answered: 8,
            })),
            evenness: 0.9 + draw() * 0.1,
            weakest: 'social_org',
            missing: draw() < 0.1 ? ['citizen'] : [],
            not_asked: [],
          },
        })),
        responsibility: {
          chains: [],
          by_class: framework.incident_classes
            .filter((entry) => entry.parent !== null)
            .slice(0, 8)
            .map((entry) => ({ ...named(entry), ...counts(draw) })),
          by_department: rows()
            .slice(0, 12)
            .map((entry) => ({ ...named(entry), ...counts(draw) })),
          total: counts(draw),
        },
        development:
          asked.development === null
            ? null
            : framework.peer_groups.map((group) => ({
                peer_group: { code: group.id, name: group.name },
                security_median: 50,
                development_median: 50,
                correlation: 0.31,
                units: rows()
                  .filter((entry) => entry.peer_group === group.id)
                  .map((entry) => ({
                    ...named(entry),
                    security: entry.total ?? 0,
                    development: 20 + draw() * 60,
                    quadrant: ['both', 'security_ahead', 'development_ahead', 'neither'][
                      Math.floor(draw() * 4)
                    ] as string,
                  })),
                without_index: [],
              })),
        what_first: row === undefined ? null : first(row),
      }
    },
    what_if({ request, answers, shares }) {
      const moved = answers.reduce((sum, entry) => sum + (entry.value ?? 0) / 50, 0)
      return {
        ...head(request),
        answers,
        shares,
        units: rows().map((row) => {
          const mine = answers.some((entry) => entry.unit === row.code)
          const after = (row.total ?? 0) + (mine ? moved : 0) + shares.length * 0.4
          return {
            ...named(row),
            peer_group: row.peer_group,
            total_before: row.total,
            total_after: after,
            grade_before: grade(row.total),
            grade_after: grade(after),
            rank_before: row.rank,
            rank_after: mine ? Math.max(1, (row.rank ?? 1) - 1) : row.rank,
          }
        }),
      }
    },
    trend: ({ request, from, unit }) => ({
      ...head(request),
      from: from ?? '2025',
      units: rows()
        .filter((row) => unit === null || row.code === unit)
        .map((row) => ({
          ...named(row),
          total: split(row.total),
          aggregated: split(row.total),
          aspects: row.aspects.map(({ aspect, score }) => ({ ...of(aspect), ...split(score) })),
          moves: typed.slice(0, 6).map((entry, at) => ({
            ...of(entry.id),
            before: 40,
            after: 60 - at * 10,
            points: 0.9 - at * 0.3,
          })),
        })),
      framework_change: {
        added: ['A1.1.5'],
        dropped: [],
        reweighted: ['A2'],
        rescaled: ['A3.2.1'],
      },
      restated: { answers_dropped: [], adjustments_dropped: [], units_dropped: [], left_out: [] },
    }),
    profile({ request, unit, most }) {
      const row = rows().find((entry) => entry.code === unit)
      const peers = rows().filter((entry) => entry.peer_group === row?.peer_group).length
      const standing = (from: number, score: number) =>
        typed.slice(from, from + most).map((entry, at) => ({
          ...of(entry.id),
          score: score - at * 3,
          rank: from === 0 ? 1 + at / 2 : peers - at,
          peers,
          weight: 0.02,
        }))
      return {
        ...head(request),
        unit: row === undefined ? { code: unit, name: { zh: '', en: '' } } : named(row),
        peer_group: row?.peer_group ?? '',
        strengths: standing(0, 98),
        weaknesses: standing(10, 30),
      }
    },
    cross_checks({ request, peer_group }) {
      const group = framework.peer_groups.find((entry) => entry.id === peer_group)
      const mine = rows().filter((row) => row.peer_group === peer_group)
      const equal = 1 / Math.max(1, framework.aspects.length)
      return {
        ...head(request),
        peer_group: { code: peer_group, name: group?.name ?? { zh: '', en: '' } },
        criteria: framework.aspects.map((aspect) => ({
          ...of(aspect.id),
          adopted: equal,
          equal,
          entropy: equal,
          critic: null,
        })),
        units: mine.map((row, at) => ({
          ...named(row),
          rank: row.rank,
          closeness: 0.8 - at * 0.01,
          closeness_rank: at + 1,
          fuzzy: 78.4 - at,
          fuzzy_grade: grade(row.total),
        })),
        agreement: { answers: 20 * mine.length, icc: 0.91, kappa: 0.84, concordance: null },
      }
    },
    compare_ranks: ({ request, other, aggregation }) => ({
      ...head(request),
      aggregation,
      other: head(other),
      groups: framework.peer_groups.map((group) => {
        const mine = rows().filter((row) => row.peer_group === group.id)
        return {
          peer_group: { code: group.id, name: group.name },
          units: mine.length,
          tau: 0.86,
          mean_shift: 1.4,
          max_shift: 6,
          movers: mine.slice(0, 5).map((row, at) => ({
            ...named(row),
            from: row.rank ?? 1,
            to: (row.rank ?? 1) + 6 - at,
          })),
        }
      }),
    }),
    audit_index({ request }) {
      const draw = sequence(9)
      const elements = [...typed, ...framework.objectives, ...framework.aspects]
      return {
        ...head(request),
        elements: elements.map((entry) => ({
          ...of(entry.id),
          weight: draw() * 0.1,
          mean_shift: draw() * 4,
          max_shift: Math.floor(draw() * 30),
        })),
        correlations: typed.slice(1, 40).map((entry, at) => ({
          first: typed[at]?.id ?? '',
          second: entry.id,
          siblings: at % 3 === 0,
          pearson: draw() * 2 - 1,
          spearman: draw() * 2 - 1,
          kendall: draw() * 2 - 1,
          flag: at % 9 === 0 ? 'collinear' : at % 7 === 0 ? 'negative' : null,
        })),
        reliability: framework.objectives.map((entry) => ({
          group: entry.id,
          alpha: 0.4 + draw() * 0.5,
          without: [],
        })),
        components: {
          indicators: typed.slice(0, 5).map((entry) => entry.id),
          units: rows().length,
          components: [5.2, 3.1, 1.4, 0.8].map((eigenvalue) => ({
            eigenvalue,
            explained: eigenvalue / 11,
            loadings: [0.4, 0.3, -0.2, 0.6, 0.1],
          })),
        },
      }
    },
    uncertainty: ({ request, assumed }) => ({
      ...head(request),
      seed: assumed.seed ?? 1,
      replications: assumed.replications ?? 1000,
      noise: assumed.noise ?? 0.25,
      normalisers: assumed.normalisers,
      aggregations: assumed.aggregations,
      sampling: assumed.sampling ?? true,
      sampled: 24,
      top_places: 10,
      units: rows().map((row) => {
        const total = row.total ?? 0
        const rank = row.rank ?? 1
        return {
          ...named(row),
          peer_group: row.peer_group,
          total: row.total,
          rank: row.rank,
          totals: { mean: total, median: total, low: total - 2.1, high: total + 1.9 },
          ranks: { mean: rank, median: rank, low: Math.max(1, rank - 3), high: rank + 2 },
          grades: framework.grades.map((entry) => ({
            code: entry.key,
            name: entry.name,
            share: entry.key === row.grade ? 0.92 : 0.08 / 3,
          })),
          top: rank <= 10 ? 0.9 : 0.1,
        }
      }),
    }),
    sensitivity: ({ request, assumed, estimator }) => ({
      ...head(request),
      seed: assumed.seed ?? 1,
      rows: assumed.replications ?? 1000,
      rough: (assumed.replications ?? 1000) < 1000,
      estimator: estimator ?? 'centred',
      noise: assumed.noise ?? 0.25,
      aggregations: assumed.aggregations,
      normalisers: assumed.normalisers,
      mean_shift: 1.8,
      effects: framework.aspects.map((entry, at) => ({
        factor: entry.id,
        first: 0.3 - at * 0.05,
        total: 0.4 - at * 0.05,
        first_interval: [0.25 - at * 0.05, 0.35 - at * 0.05],
        total_interval: [0.35 - at * 0.05, 0.45 - at * 0.05],
      })),
    }),
    pairwise({ asked }) {
      const judgements = asked.experts[0] ?? []
      const enough = judgements.length >= asked.labels.length - 1
      const raw = asked.labels.map((_, at) =>
        judgements.reduce(
          (product, { row, column, value }) =>
            row === at ? product * value : column === at ? product / value : product,
          1,
        ),
      )
      const roots = raw.map((value) => value ** (1 / asked.labels.length))
      const sum = roots.reduce((a, b) => a + b, 0)
      return {
        weights: enough ? roots.map((value) => value / sum) : [],
        apart: enough ? null : [asked.labels[0] ?? '', asked.labels.at(-1) ?? ''],
        consistency: enough
          ? {
              lambda_max: asked.labels.length + 0.3,
              ci: 0.06,
              cr: 0.12,
              random_index_table: 'Saaty 1980',
              experts: asked.experts.length,
              missing: (asked.labels.length * (asked.labels.length - 1)) / 2 - judgements.length,
              judgements: judgements.slice(0, 2).map((entry) => ({
                row: asked.labels[entry.row] ?? '',
                column: asked.labels[entry.column] ?? '',
                value: entry.value,
                suggested: entry.value / 2,
                cr_after: 0.05,
              })),
              each: [],
            }
          : null,
        greatest_cr: 0.1,
      }
    },
  }
}
