import type { Phrase } from '@/platform'

/** Words that must all be found, whatever their order and letter case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

/** Whether all words stand in a text. */
export function holds(words: readonly string[], text: string): boolean {
  const small = text.toLowerCase()
  return words.every((word) => small.includes(word))
}

/** Whether a row with this code and name answers to the words, in either language. */
export function found(words: readonly string[], code: string, name: Phrase): boolean {
  return words.length === 0 || holds(words, `${code} ${name.zh} ${name.en}`)
}
