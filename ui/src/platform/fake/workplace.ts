import type { Args, Command, Result } from '../contract'
import type {
  EnteredView,
  EvidenceView,
  FindingView,
  OrganisationView,
  PersonView,
  UnitEdit,
  UnitView,
  WorkspaceView,
} from '../generated'

type Of =
  | 'save_round'
  | 'round_units'
  | 'set_round_units'
  | 'all_units'
  | 'save_unit'
  | 'remove_unit'
  | 'answer_history'
  | 'evidence'
  | 'attach_evidence'
  | 'remove_evidence'
  | 'evidence_content'
  | 'save_evidence'
  | 'open_evidence'
  | 'entered_adjustments'
  | 'enter_adjustment'
  | 'findings'
  | 'save_finding'
  | 'remove_finding'
  | 'carry_findings'
  | 'backup_workspace'
  | 'restore_workspace'
  | 'people'
  | 'save_person'
  | 'remove_person'
  | 'organisation'
  | 'save_organisation'
  | 'act_as'
type Workplace = { [C in Of & Command]: (args: Args<C>) => Result<C> }

/** Evidence, findings, people and units of an invented province. */
export function workplace(
  workspace: () => WorkspaceView,
  units: () => UnitView[],
  now: string,
): Workplace {
  const evidence = new Map<string, EvidenceView[]>()
  let last = 0
  let entered: EnteredView[] = (['deduction', 'bonus', 'veto'] as const).map((kind, at) => ({
    rule: `R${at + 1}`,
    kind,
    condition: { zh: 'Criticised from above', en: 'Criticised from above' },
    basis: { zh: 'Responsibility rules', en: 'Responsibility rules' },
    points: kind === 'veto' ? 59 : 2,
    max: kind === 'deduction' ? 6 : null,
    recorded: false,
    times: at === 0 ? 1 : 0,
    because: at === 0 ? 'Circular of the yearly check' : '',
  }))
  let findings: FindingView[] = ['open', 'mending', 'mended', 'closed', 'open'].map(
    (state, at) => ({
      id: at + 1,
      round: '2026',
      unit: units()[at]?.code ?? '',
      indicator: 'A1.1.1',
      description: 'No list of persons in charge',
      demand: 'Name them and publish the list',
      responsible: 'Office',
      deadline: at === 0 ? '2026-10-31' : '2026-12-31',
      state,
      note: '',
      evidence_named: '',
      carried_from: null,
      opened_at: now,
      opened_by: 'auditor',
      closed_at: state === 'closed' ? now : null,
      closed_by: state === 'closed' ? 'auditor' : null,
      evidence: 0,
      overdue: at === 0,
    }),
  )
  let people: PersonView[] = [
    { name: 'auditor', role: 'auditor', unit: null, contact: '0351-0000000' },
  ]
  let organisation: OrganisationView = { name: { zh: '', en: 'Office' }, contact: '', marking: '' }
  let known: UnitEdit[] = units().map((unit) => ({
    code: unit.code,
    name: unit.name,
    peer_group: unit.peer_group,
    parent: unit.parent,
    tags: [],
    attributes: {},
  }))

  return {
    save_round: () => workspace(),
    round_units: () => units().map((unit) => unit.code),
    set_round_units: () => workspace(),
    all_units: () => known,
    save_unit({ unit }) {
      known = [...known.filter((entry) => entry.code !== unit.code), unit]
      return workspace()
    },
    remove_unit({ code }) {
      known = known.filter((entry) => entry.code !== code)
      return workspace()
    },
    answer_history: () => [
      {
        layer: 'self_reported',
        at: now,
        actor: 'auditor',
        action: 'import',
        value: '3',
        note: null,
        batch: 4,
        file: 'returned.xlsx',
      },
    ],
    evidence: ({ place }) => evidence.get(JSON.stringify(place)) ?? [],
    attach_evidence({ place, paths }) {
      const added = paths.map((path) => {
        last += 1
        return {
          id: last,
          file_name: path.split('/').at(-1) ?? path,
          sha256: 'd'.repeat(64),
          bytes: 120_000,
          added_at: now,
          actor: 'auditor',
        }
      })
      const key = JSON.stringify(place)
      evidence.set(key, [...(evidence.get(key) ?? []), ...added])
      return evidence.get(key) ?? []
    },
    remove_evidence({ id }) {
      for (const [key, list] of evidence) {
        evidence.set(
          key,
          list.filter((entry) => entry.id !== id),
        )
      }
      return null
    },
    evidence_content: () => ({ file_name: 'photo.png', base64: '' }),
    save_evidence: ({ path }) => ({ kind: 'evidence', path, bytes: 1, sha256: 'd'.repeat(64) }),
    open_evidence: () => null,
    entered_adjustments: () => entered,
    enter_adjustment({ edit }) {
      entered = entered.map((rule) =>
        rule.rule === edit.rule ? { ...rule, times: edit.times, because: edit.because } : rule,
      )
      return entered
    },
    findings: () => findings,
    save_finding({ edit }) {
      const id = edit.id ?? findings.length + 1
      const old = findings.find((entry) => entry.id === id)
      const made: FindingView = {
        carried_from: null,
        opened_at: now,
        opened_by: 'auditor',
        closed_by: null,
        evidence: 0,
        evidence_named: '',
        overdue: false,
        ...old,
        ...edit,
        id,
        closed_at: edit.state === 'closed' ? now : null,
      }
      findings = [...findings.filter((entry) => entry.id !== id), made]
      return made
    },
    remove_finding({ id }) {
      findings = findings.filter((entry) => entry.id !== id)
      return null
    },
    carry_findings: () => findings,
    backup_workspace: ({ path }) => ({ kind: 'backup', path, bytes: 1, sha256: 'd'.repeat(64) }),
    restore_workspace: () => workspace(),
    people: () => people,
    save_person({ person }) {
      people = [...people.filter((entry) => entry.name !== person.name), person]
      return people
    },
    remove_person({ name }) {
      people = people.filter((entry) => entry.name !== name)
      return people
    },
    organisation: () => organisation,
    save_organisation({ organisation: edit }) {
      organisation = edit
      return organisation
    },
    act_as: ({ name }) => name ?? 'auditor',
  }
}
