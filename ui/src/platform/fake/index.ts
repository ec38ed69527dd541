import { useProvince } from './province'
import type { Platform } from '../contract'
import type { ProgressView } from '../generated'

const province = useProvince()

/** Waits as long as a shell would, so that a look shows what a person sees meanwhile. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The window in a browser: an invented province kept in memory. */
export const platform: Platform = {
  async call(command, args) {
    await pause(8)
    return structuredClone(province.answer(command, args)) as never
  },

  async run(command, args, _task, onProgress: (progress: ProgressView) => void) {
    for (let done = 0; done <= 10; done += 1) {
      onProgress({ stage: 'read', done, total: 10 })
      await pause(30)
    }
    return structuredClone(province.answer(command, args)) as never
  },

  pickFiles: () => Promise.resolve(['/returned/taiyuan.xlsx']),
  pickFolder: () => Promise.resolve('/reports'),
  pickTarget: (_title, name) => Promise.resolve(`/made/${name}`),
  onDrop: () => Promise.resolve(() => undefined),
  onClose: () => Promise.resolve(() => undefined),
}
