import { Channel, invoke } from '@tauri-apps/api/core'
import { getCurrentWebview } from '@tauri-apps/api/webview'
import { getCurrentWindow } from '@tauri-apps/api/window'
import { open, save } from '@tauri-apps/plugin-dialog'

import type { Args, LongCommand, Platform, Result, ShortCommand } from './contract'
import { asFailure } from './failure'
import type { ProgressView } from './generated'

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args)
  } catch (thrown) {
    throw asFailure(thrown)
  }
}

/** The window in its shell. */
export const platform: Platform = {
  call<C extends ShortCommand>(command: C, args: Args<C>): Promise<Result<C>> {
    return ask<Result<C>>(command, { ...args })
  },

  run<C extends LongCommand>(
    command: C,
    args: Args<C>,
    task: string,
    onProgress: (progress: ProgressView) => void,
  ): Promise<Result<C>> {
    const channel = new Channel<ProgressView>()
    channel.onmessage = onProgress
    return ask<Result<C>>(command, { ...args, task, onProgress: channel })
  },

  async pickFiles(title, kinds, multiple) {
    const picked = await open({ title, filters: kinds, multiple })
    if (picked === null) return []
    return Array.isArray(picked) ? picked : [picked]
  },

  async pickFolder(title) {
    return open({ title, directory: true, multiple: false })
  },

  async pickTarget(title, name, kinds) {
    return save({ title, defaultPath: name, filters: kinds })
  },

  onDrop(drop, over) {
    return getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'leave') {
        over(false, null)
        return
      }
      // The system counts the screen's own pixels.
      const at = payload.position.toLogical(window.devicePixelRatio)
      if (payload.type === 'drop') {
        over(false, null)
        drop(payload.paths, at)
      } else over(true, at)
    })
  },

  onClose(may) {
    return getCurrentWindow().onCloseRequested(async (event) => {
      if (!(await may())) event.preventDefault()
    })
  },
}
