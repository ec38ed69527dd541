import type { Phrase } from '@/platform'

export type Lang = 'zh-CN' | 'en'

export const LANGS: readonly Lang[] = ['zh-CN', 'en']

/** What stands where there is no number. */
export const NONE = '–'

/** The words of a phrase; the other language where one is left empty. */
export function say(phrase: Phrase, lang: Lang): string {
  return lang === 'en' ? phrase.en || phrase.zh : phrase.zh || phrase.en
}

const makers = new Map<string, Intl.NumberFormat>()

/** Making one costs more than a thousand uses of it: each is made once. */
function formatter(lang: Lang, style: 'decimal' | 'percent', digits: number | null) {
  const key = `${lang} ${style} ${digits}`
  const known = makers.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(lang, {
    style,
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 6,
  })
  makers.set(key, made)
  return made
}

/** A number with exactly `digits` decimals, so that a column lines up. */
export function fixed(value: number | null | undefined, lang: Lang, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  return formatter(lang, 'decimal', digits).format(value)
}

/** A number as it was given, at most six decimals. */
export function plain(value: number | null | undefined, lang: Lang): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  return formatter(lang, 'decimal', null).format(value)
}

/** A difference with its sign; `−` is the minus sign. No sign where it rounds to nothing. */
export function signed(value: number | null | undefined, lang: Lang, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  const shown = fixed(Math.abs(value), lang, digits)
  const nothing = Number(Math.abs(value).toFixed(digits)) === 0
  if (nothing) return shown
  return `${value > 0 ? '+' : '−'}${shown}`
}

/** A share 0..=1 as a percentage. */
export function percent(share: number | null | undefined, lang: Lang, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return NONE
  return formatter(lang, 'percent', digits).format(share)
}

/** Local time `2026-03-05T14:07[:00]` as `2026-03-05 14:07`; a plain day stays a day. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return NONE
  return iso.replace('T', ' ').slice(0, 16)
}

/** Bytes in the unit that reads best. */
export function bytes(count: number, lang: Lang): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let value = count
  let step = 0
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000
    step += 1
  }
  return `${fixed(value, lang, step === 0 ? 0 : 1)} ${units[step] ?? ''}`
}

/** The last part of a path, of either kind of machine. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}

/** Columns A, B, …, Z, AA as a number from 0. */
export function columnIndex(letters: string): number {
  let index = 0
  for (const letter of letters.toUpperCase()) index = index * 26 + (letter.charCodeAt(0) - 64)
  return index - 1
}

/** A number from 0 as column letters. */
export function columnLetters(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** Several things in one phrase, joined as the language joins them: `A, B, and C` in English. */
export function listed(items: readonly (string | number)[], lang: Lang): string {
  return new Intl.ListFormat(lang, { type: 'conjunction' }).format(items.map(String))
}
