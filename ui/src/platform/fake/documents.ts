import type { Args, Command, Result } from '../contract'
import type { SectionView } from '../generated'

type Of =
  'lay_document' | 'document_page' | 'kept_documents' | 'document_template' | 'export_template'
type Documents = { [C in Of & Command]: (args: Args<C>) => Result<C> }

/** A white point, which is drawn as large as a page. */
const WHITE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=='

/** Documents of an invented province: empty pages, and a template with faults where its name says so. */
export function documents(): Documents {
  const sections: SectionView[] = ['General', 'Aspects', 'Incidents', 'Ranking', 'Method'].map(
    (name) => ({ id: name.toLowerCase(), name, shown: true }),
  )
  return {
    lay_document: ({ request }) => ({ title: request.unit ?? 'Briefing', pages: 24 }),
    document_page: () => ({ png: WHITE, width: 595, height: 842 }),
    kept_documents: () => [
      {
        round: '2026',
        lang: 'en',
        title: 'Results of the 2026 assessment',
        sha256: 'e'.repeat(64),
        data_sha256: 'd'.repeat(64),
        kept_at: '2026-11-21T14:07:33',
        kept_by: 'auditor',
      },
    ],
    document_template: ({ path, lang }) => ({
      lang,
      sections,
      faults:
        path?.includes('spoilt') === true
          ? [{ line: 41, key: 'summary.group', code: 'unknown_place', what: 'Nothing fills {x}.' }]
          : [],
    }),
    export_template: () => null,
  }
}
