import { changedTable } from '@/logic/draft'
import type { Args, Command, Result } from '../contract'
import type { FrameworkView, SourceTable, WorkspaceView } from '../generated'

type Of =
  | 'framework_source'
  | 'check_draft'
  | 'draft_effect'
  | 'save_framework'
  | 'adopt_framework'
  | 'framework_differences'
type Editor = { [C in Of & Command]: (args: Args<C>) => Result<C> }

function table(file: string, columns: string[], rows: string[][]): SourceTable {
  return { file, columns, rows: rows.map((cells) => ({ key: cells[0] ?? '', cells })) }
}

/** The framework of an invented province as its tables. */
export function editor(framework: FrameworkView, workspace: () => WorkspaceView): Editor {
  const version = `${framework.id}/${framework.version}`
  const tables = [
    table(
      'aspects.csv',
      ['id', 'name_zh', 'name_en', 'weight'],
      framework.aspects.map((a) => [a.id, a.name.zh, a.name.en, String(a.weight)]),
    ),
    table(
      'objectives.csv',
      ['id', 'aspect_id', 'name_zh', 'name_en', 'weight_in_aspect'],
      framework.objectives.map((o) => [o.id, o.aspect, o.name.zh, o.name.en, String(o.weight)]),
    ),
    table(
      'indicators.csv',
      ['id', 'objective_id', 'name_zh', 'name_en', 'weight_in_objective', 'answer_type', 'unit'],
      framework.indicators.map((i) => [
        i.id,
        i.objective,
        i.name.zh,
        i.name.en,
        String(i.weight),
        i.control.type,
        i.unit.zh,
      ]),
    ),
  ]
  return {
    framework_source: () => ({
      version,
      versions: [{ version, builtin: true, rounds: ['2026', '2025'] }],
      tables,
      texts: [
        {
          file: 'adjustments.toml',
          text: 'max_deduction = 20\n',
          numbers: [{ path: ['max_deduction'], value: 20 }],
        },
      ],
    }),
    check_draft({ draft }) {
      const [aspects] = tables
      const changed = aspects === undefined ? null : changedTable(aspects, draft.changes)
      const sum = changed?.rows.reduce((all, row) => all + Number(row.cells[3]), 0) ?? 1
      const faults =
        Math.abs(sum - 1) < 1e-6
          ? []
          : [
              {
                fault: {
                  file: 'aspects.csv',
                  line: null,
                  code: 'weights_do_not_sum',
                  params: { group: framework.id, sum: String(sum) },
                },
                row: null,
                column: null,
              },
            ]
      return {
        faults,
        differences: draft.changes.flatMap((change) =>
          change.type === 'cell' ? [{ ...change, before: '…', after: change.value }] : [],
        ),
      }
    },
    draft_effect: () => ({ units: [], answers_dropped: [], left_out: [], units_dropped: [] }),
    save_framework: workspace,
    adopt_framework: workspace,
    framework_differences: () => [],
  }
}
