import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

import { i18n, isLang } from '@/i18n'
import type { Lang } from '@/logic/format'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const LANG_KEY = 'hezhi.lang'
const THEME_KEY = 'hezhi.theme'

/** What this machine keeps for the person beside any workspace. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A window without storage forgets the choice with the session; nothing else depends on it.
  }
}

function isTheme(text: string | null): text is Theme {
  return (THEMES as readonly (string | null)[]).includes(text)
}

/** Language and theme: a choice of the person on this machine, not of the workspace. */
export const usePreferences = defineStore('preferences', () => {
  const savedLang = remembered(LANG_KEY)
  const savedTheme = remembered(THEME_KEY)
  const lang = ref<Lang>(isLang(savedLang) ? savedLang : 'zh-CN')
  const theme = ref<Theme>(isTheme(savedTheme) ? savedTheme : 'system')

  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(prefersDark.matches)
  prefersDark.addEventListener('change', (event) => {
    systemDark.value = event.matches
  })
  const dark = computed(() =>
    theme.value === 'system' ? systemDark.value : theme.value === 'dark',
  )

  watch(
    lang,
    (chosen) => {
      i18n.global.locale.value = chosen
      document.documentElement.lang = chosen
    },
    { immediate: true },
  )
  watch(
    dark,
    (isDark) => {
      document.documentElement.classList.toggle('dark', isDark)
      document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
    },
    { immediate: true },
  )

  /** Takes the system's language where the person has not chosen one. */
  function offerLang(system: string): void {
    if (savedLang === null && isLang(system)) lang.value = system
  }

  function chooseLang(chosen: Lang): void {
    lang.value = chosen
    remember(LANG_KEY, chosen)
  }

  function chooseTheme(chosen: Theme): void {
    theme.value = chosen
    remember(THEME_KEY, chosen)
  }

  return { lang, theme, dark, offerLang, chooseLang, chooseTheme }
})
