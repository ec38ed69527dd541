import type { FormAnswerView, FrameworkView, IndicatorView } from '@/platform'

const phrase = (text: string) => ({ zh: text, en: text })

function indicator(id: string, objective: string): IndicatorView {
  return {
    id,
    objective,
    name: phrase(id),
    measure: phrase(id),
    control: { type: 'number', zero: 0, full: 100, min: 0, max: 100 },
    unit: phrase('%'),
    anchors: phrase(''),
    evidence: phrase(''),
    legal: phrase(''),
    na_rule: phrase(''),
    na_allowed: true,
    derived: false,
    formula: '',
    weight: 0.5,
    status: 'proposed',
  }
}

/** Two aspects, three objectives, four indicators. */
export function aFramework(): FrameworkView {
  return {
    id: 'sample',
    version: '1',
    name: phrase('sample'),
    aspects: ['A1', 'A2'].map((id) => ({ id, key: id, name: phrase(id), weight: 0.5 })),
    objectives: ['A1.1', 'A1.2', 'A2.1'].map((id) => ({
      id,
      aspect: id.slice(0, 2),
      name: phrase(id),
      description: phrase(id),
      weight: 0.5,
    })),
    indicators: [
      indicator('A1.1.1', 'A1.1'),
      indicator('A1.1.2', 'A1.1'),
      indicator('A1.2.1', 'A1.2'),
      indicator('A2.1.1', 'A2.1'),
    ],
    grades: [],
    peer_groups: [],
    incident_classes: [],
    registers: [],
    incident: null,
  }
}

export function anAnswer(id: string, over: Partial<FormAnswerView> = {}): FormAnswerView {
  return {
    indicator: id,
    state: 'missing',
    value: null,
    score: null,
    reason: null,
    note: null,
    flagged: false,
    last_value: null,
    derived: false,
    source: null,
    evidence: 0,
    ...over,
  }
}
