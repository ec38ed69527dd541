import { TEST_IDS } from '@/testids'

/** Groups of pages by the role of the person whose work they are, in the order of the work. */
export const GROUPS = ['fill', 'collect', 'review', 'results', 'reports', 'settings'] as const
export type Group = (typeof GROUPS)[number]

export interface Place {
  /** Name of its route, and of its words: `frame.nav_<words>`. */
  name: string
  words: string
  group: Group
  test: string
  /** Routes below it. */
  below: readonly string[]
  /** Only for a framework that keeps a register of incidents. */
  incidents?: true
}

/** Every page that a person can go to, as navigation, breadcrumb and palette show them. */
export const PLACES: readonly Place[] = [
  {
    name: 'units',
    words: 'fill',
    group: 'fill',
    test: TEST_IDS.navFill,
    below: ['fill', 'fill-print'],
  },
  {
    name: 'incidents',
    words: 'incidents',
    group: 'fill',
    test: TEST_IDS.navIncidents,
    below: ['incident', 'incident-new'],
    incidents: true,
  },
  { name: 'tables', words: 'tables', group: 'fill', test: TEST_IDS.navTables, below: [] },
  { name: 'rounds', words: 'rounds', group: 'collect', test: TEST_IDS.navRounds, below: [] },
  { name: 'import', words: 'import', group: 'collect', test: TEST_IDS.navImport, below: [] },
  { name: 'surveys', words: 'surveys', group: 'collect', test: TEST_IDS.navSurveys, below: [] },
  { name: 'review', words: 'review', group: 'review', test: TEST_IDS.navReview, below: [] },
  { name: 'findings', words: 'findings', group: 'review', test: TEST_IDS.navFindings, below: [] },
  { name: 'overview', words: 'overview', group: 'results', test: TEST_IDS.navOverview, below: [] },
  { name: 'unit', words: 'unit', group: 'results', test: TEST_IDS.navUnit, below: [] },
  {
    name: 'diagnoses',
    words: 'diagnoses',
    group: 'results',
    test: TEST_IDS.navDiagnoses,
    below: [],
  },
  { name: 'what-if', words: 'what_if', group: 'results', test: TEST_IDS.navWhatIf, below: [] },
  { name: 'compare', words: 'compare', group: 'results', test: TEST_IDS.navCompare, below: [] },
  {
    name: 'certainty',
    words: 'certainty',
    group: 'results',
    test: TEST_IDS.navCertainty,
    below: [],
  },
  {
    name: 'index-audit',
    words: 'index_audit',
    group: 'results',
    test: TEST_IDS.navIndexAudit,
    below: [],
  },
  { name: 'reports', words: 'reports', group: 'reports', test: TEST_IDS.navReports, below: [] },
  {
    name: 'framework',
    words: 'framework',
    group: 'settings',
    test: TEST_IDS.navFramework,
    below: ['framework-edit'],
  },
  { name: 'weights', words: 'weights', group: 'settings', test: TEST_IDS.navWeights, below: [] },
  { name: 'settings', words: 'settings', group: 'settings', test: TEST_IDS.navSettings, below: [] },
]

/** The pages that a framework has; all of them until it is known. */
export function placesOf(framework: { incident: unknown } | null): Place[] {
  return PLACES.filter((place) => !place.incidents || framework?.incident !== null)
}

/** The place that a route belongs to. */
export function placeOf(route: string): Place | null {
  return PLACES.find((place) => place.name === route || place.below.includes(route)) ?? null
}
