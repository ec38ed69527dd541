/** Digits and signs as an input method for Chinese writes them. */
const FULL_WIDTH = /[\uFF10-\uFF19\uFF0D\uFF0F\uFF1A\uFF0E]/g

/** Year, month, day and whatever is between them; hours and minutes may be left out. */
const MOMENT =
  /^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?(?:\D{1,3}(\d{1,2})\D{1,2}(\d{1,2})\D?(?:(\d{1,2})\D?)?)?$/
const DIGITS = /^(\d{4})(\d{2})(\d{2})(?:\D*(\d{2})(\d{2}))?$/
const MONTH = /^(\d{4})\D{0,2}(\d{1,2})\D?$/

function narrow(text: string): string {
  return text.trim().replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
}

const two = (part: number) => String(part).padStart(2, '0')

/**
 * A local time as a person types it (`2026-3-5 8:05`, `2026/03/05 08:05`, `20260305 0805`, with Chinese
 * words for year, month, day), as ISO 8601 with seconds; a day alone is its beginning. `null` where it is no time.
 */
export function readTime(text: string): string | null {
  const match = MOMENT.exec(narrow(text)) ?? DIGITS.exec(narrow(text))
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const made = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const same =
    made.getUTCMonth() === month - 1 &&
    made.getUTCDate() === day &&
    made.getUTCHours() === hour &&
    made.getUTCMinutes() === minute
  if (!same) return null
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`
}

/** A month as a person types it, as `2026-03`; `null` where it is none. */
export function readMonth(text: string): string | null {
  const match = MONTH.exec(narrow(text))
  if (match === null) return null
  const month = Number(match[2])
  return month >= 1 && month <= 12 ? `${match[1] ?? ''}-${two(month)}` : null
}

/** This minute, local time, as ISO 8601. */
export function thisMinute(now: Date): string {
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  return `${day}T${two(now.getHours())}:${two(now.getMinutes())}:00`
}

/** Notes once, for measurements, when the first page that is of use has been painted. */
export function notePaint(): void {
  if (performance.getEntriesByName('useful').length > 0) return
  requestAnimationFrame(() => performance.mark('useful'))
}
