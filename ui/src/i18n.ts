import { computed, type ComputedRef } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'

import { LANGS, say, type Lang } from '@/logic/format'
import type { Failure, Phrase } from '@/platform'

type Words = Record<string, Record<string, string>>

const files = import.meta.glob<Record<string, string>>('./locales/*/*.json', {
  eager: true,
  import: 'default',
})

/** Locale to its words, each file a namespace: `./locales/en/fill.json` is `fill.*` in `en`. */
function gather(): Record<Lang, Words> {
  const all: Record<Lang, Words> = { 'zh-CN': {}, en: {} }
  for (const [path, words] of Object.entries(files)) {
    const [, , lang, file] = path.split('/')
    if (lang !== undefined && file !== undefined && isLang(lang)) {
      all[lang][file.replace('.json', '')] = words
    }
  }
  return all
}

export function isLang(text: string | null): text is Lang {
  return (LANGS as readonly (string | null)[]).includes(text)
}

export const i18n = createI18n<false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: gather(),
  flatJson: true,
})

/** Words in the person's language: `t` for the window's own, `words` for a phrase of the data. */
export function useWords(): {
  t: (key: string, params?: Record<string, unknown>) => string
  has: (key: string) => boolean
  lang: ComputedRef<Lang>
  words: (phrase: Phrase) => string
  failureWords: (failure: Failure) => { what: string; hint: string }
} {
  const { t, te, locale } = useI18n()
  const lang = computed(() => locale.value as Lang)
  const has = (key: string) => te(key) || te(key, 'zh-CN')
  return {
    t: (key, params) => (params === undefined ? t(key) : t(key, params)),
    has,
    lang,
    words: (phrase) => say(phrase, lang.value),
    failureWords(failure) {
      const known = has(`errors.${failure.code}`)
      const key = known ? `errors.${failure.code}` : 'frame.unexpected'
      const hintKey = known ? `errors.${failure.code}_hint` : 'frame.unexpected_hint'
      const given = known ? failure.params : { code: failure.code, ...failure.params }
      const reason = `reasons.${failure.params['reason'] ?? ''}`
      const params = has(reason) ? { ...given, detail: t(reason, given) } : given
      return { what: t(key, params), hint: has(hintKey) ? t(hintKey, params) : '' }
    },
  }
}
