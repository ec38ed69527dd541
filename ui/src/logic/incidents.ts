import type { FieldValue, FieldView, IncidentClassView, Phrase } from '@/platform'

export interface Section {
  id: string
  fields: FieldView[]
}

/** The form's sections in the order in which the register names them. */
export function sections(fields: readonly FieldView[]): Section[] {
  const made = new Map<string, FieldView[]>()
  for (const field of fields) {
    const list = made.get(field.section) ?? []
    list.push(field)
    made.set(field.section, list)
  }
  return [...made].map(([id, list]) => ({ id, fields: list }))
}

export type Fields = Record<string, FieldValue>

/** Required fields that are still empty. */
export function missing(fields: readonly FieldView[], values: Fields): FieldView[] {
  return fields.filter((field) => field.required && !(field.id in values))
}

/** The values with one changed; `null`, empty words and no number take the field away. */
export function withValue(values: Fields, id: string, value: FieldValue | null): Fields {
  const rest = Object.fromEntries(Object.entries(values).filter(([other]) => other !== id))
  if (value === null) return rest
  if (typeof value === 'string' && value.trim() === '') return rest
  if (typeof value === 'number' && !Number.isFinite(value)) return rest
  return { ...rest, [id]: value }
}

export interface ClassChoice {
  code: string
  name: Phrase
  /** How far below the top, 0 for a class without a parent. */
  depth: number
}

/** Classes in their order, with how deep each lies. */
export function classChoices(classes: readonly IncidentClassView[]): ClassChoice[] {
  const children = new Map<string | null, IncidentClassView[]>()
  const known = new Set(classes.map((entry) => entry.code))
  for (const entry of classes) {
    const parent = entry.parent !== null && known.has(entry.parent) ? entry.parent : null
    children.set(parent, [...(children.get(parent) ?? []), entry])
  }
  const choices: ClassChoice[] = []
  const walk = (parent: string | null, depth: number) => {
    for (const entry of children.get(parent) ?? []) {
      choices.push({ code: entry.code, name: entry.name, depth })
      walk(entry.code, depth + 1)
    }
  }
  walk(null, 0)
  return choices
}
