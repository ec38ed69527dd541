import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import { createApp, type App } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'

import { platform } from '#door'
import Window from '@/App.vue'
import { i18n } from '@/i18n'
import type { Args, Command } from '@/platform/contract'
import { useProvince } from '@/platform/fake/province'
import { routes } from '@/router'
import { usePreferences } from '@/stores/preferences'
import { useWorkspace } from '@/stores/workspace'

/** Stands before the invented province: answers in its place, or lets it answer with `pass`. */
type Before = {
  [C in Command]?: (args: Args<C>, pass: () => unknown) => unknown
}

export interface Shown {
  router: Router
  /** What the shell was asked, in order. */
  calls: { command: string; args: unknown }[]
  /** Whether the window may be closed, as the shell asks it. */
  mayClose: () => Promise<boolean>
  close: () => void
}

/** The whole window over an invented province, with a workspace open, on the page of `path`. */
export async function aWindow(path: string, before: Before = {}): Promise<Shown> {
  const province = useProvince()
  const calls: Shown['calls'] = []
  let mayClose: Shown['mayClose'] = () => Promise.resolve(true)
  vi.mocked(platform.call).mockImplementation((async (command: Command, args: never) => {
    calls.push({ command, args: structuredClone(args) })
    const pass = () => province.answer(command, args) as unknown
    const own = before[command] as ((args: never, pass: () => unknown) => unknown) | undefined
    return structuredClone(await (own === undefined ? pass() : own(args, pass)))
  }) as never)
  vi.mocked(platform.onDrop).mockResolvedValue(() => undefined)
  vi.mocked(platform.onClose).mockImplementation((may) => {
    mayClose = may
    return Promise.resolve(() => undefined)
  })
  const pinia = createPinia()
  setActivePinia(pinia)
  usePreferences().chooseLang('en')
  const router = createRouter({ history: createMemoryHistory(), routes })
  const host = document.createElement('div')
  document.body.append(host)
  const app: App = createApp(Window)
  app.use(pinia).use(i18n).use(router)
  await useWorkspace().openPath('/data/demonstration.hezhi')
  await router.push(path)
  app.mount(host)
  await settled()
  return {
    router,
    calls,
    mayClose: () => mayClose(),
    close() {
      app.unmount()
      host.remove()
      vi.mocked(platform.call).mockReset()
    },
  }
}

/** Lets everything that waits for an answer have it. */
export async function settled(ms = 0): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, turn === 0 ? ms : 0))
  }
}

export function by<T extends HTMLElement = HTMLElement>(
  test: string,
  within: ParentNode = document,
) {
  return within.querySelector<T>(`[data-testid="${test}"]`)
}

export function all<T extends HTMLElement = HTMLElement>(
  test: string,
  within: ParentNode = document,
) {
  return [...within.querySelectorAll<T>(`[data-testid="${test}"]`)]
}

/** Writes into a field as a person would, in one go. */
export async function write(field: HTMLInputElement | HTMLTextAreaElement, text: string) {
  field.focus()
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
}

export async function press(
  key: string,
  code: string,
  on: EventTarget = window,
  more: KeyboardEventInit = {},
) {
  on.dispatchEvent(
    new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more }),
  )
  await settled()
}
