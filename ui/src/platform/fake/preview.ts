import type { FrameworkView, PreviewView } from '../generated'

/** What an import of one workbook would bring. */
export function previewOf(framework: FrameworkView): PreviewView {
  return {
    token: 'taiyuan',
    file: 'taiyuan.xlsx',
    format: 'xlsx',
    encoding: null,
    bytes: 48_213,
    sha256: 'a'.repeat(64),
    round: '2026',
    rows_read: 66,
    accepted: 58,
    unchanged: 4,
    kept: 0,
    rejected: 4,
    unmapped: [],
    fitting_mappings: [],
    sheets: [
      {
        name: 'Answers',
        hidden: false,
        kind: 'answers',
        header_row: 3,
        rows: 69,
        columns: 4,
        mapping: [
          { column: 'A', heading: 'No.', field: 'indicator' },
          { column: 'C', heading: 'Value', field: 'value' },
          { column: 'D', heading: 'Note', field: 'note' },
        ],
        sample: [
          ['No.', 'Indicator', 'Value', 'Note'],
          ...framework.indicators
            .slice(0, 9)
            .map((entry, at) => [entry.id, entry.name.zh, at === 3 ? '9O%' : String(60 + at), '']),
        ],
        sample_from: 3,
        hidden_rows: [],
      },
    ],
    problems: [
      {
        severity: 'error',
        sheet: 'Answers',
        cell: 'C7',
        code: 'not_a_number',
        params: { text: '9O%', value: '9O%' },
      },
    ],
  }
}
