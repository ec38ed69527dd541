import type { Phrase } from '@/platform'

/** Words that must all be found, whatever their order and letter case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

/** Whether a row with this code and name answers to the words, in either language. */
export function found(words: readonly string[], code: string, name: Phrase): boolean {
  if (words.length === 0) return true
  const text = `${code} ${name.zh} ${name.en}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
