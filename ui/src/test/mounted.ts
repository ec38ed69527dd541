import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import { createApp, h, nextTick, type App, type Component } from 'vue'

import { platform } from '#door'
import { i18n } from '@/i18n'
import type { Args, Command, Result } from '@/platform'
import { useProvince } from '@/platform/fake/province'
import { router } from '@/router'
import { useWorkspace } from '@/stores/workspace'

type Answers = { [C in Command]?: (args: Args<C>) => Result<C> | Promise<Result<C>> }

/** What was asked of the shell, in order. */
export interface Asked {
  command: Command
  args: Record<string, unknown>
}

/** A component of the window over the invented province; `answers` speak in its place where they are given. */
export interface Mounted {
  host: HTMLElement
  asked: Asked[]
  /** The first element with this test id, also in what floats over the page. */
  by: <T extends HTMLElement>(id: string) => T | null
  settle: () => Promise<void>
  leave: () => void
}

/** Lets everything that waits come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0))
    await nextTick()
  }
}

/** Opens the invented province and mounts `component` in it, with the stores and words of the window. */
export async function mounted(
  component: Component,
  props: Record<string, unknown> = {},
  answers: Answers = {},
): Promise<Mounted> {
  const province = useProvince()
  const asked: Asked[] = []
  async function answer(command: Command, args: never): Promise<unknown> {
    asked.push({ command, args })
    const own = answers[command] as ((args: never) => unknown) | undefined
    return own === undefined ? structuredClone(province.answer(command, args)) : own(args)
  }
  vi.mocked(platform.call).mockImplementation(
    (command, args) => answer(command, args as never) as never,
  )
  vi.mocked(platform.run).mockImplementation(
    (command, args) => answer(command, args as never) as never,
  )
  vi.mocked(platform.onDrop).mockResolvedValue(() => undefined)

  const pinia = createPinia()
  setActivePinia(pinia)
  await useWorkspace().openPath('/province.hezhi')
  const host = document.createElement('div')
  document.body.append(host)
  const app: App = createApp({ render: () => h(component, props) })
  app.use(pinia).use(i18n).use(router).mount(host)
  await router.isReady()
  i18n.global.locale.value = 'en'
  await settle()
  return {
    host,
    asked,
    by: (id) => document.querySelector(`[data-testid="${id}"]`),
    settle,
    leave() {
      app.unmount()
      host.remove()
    },
  }
}
