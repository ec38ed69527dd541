import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { platform, type Args, type LongCommand, type ProgressView, type Result } from '@/platform'

export interface Task {
  id: string
  command: LongCommand
  /** What it works on, such as a file name. */
  subject: string
  progress: ProgressView | null
  cancelling: boolean
}

/** Long work that runs, with how far it is. */
export const useTasks = defineStore('tasks', () => {
  const running = ref<Task[]>([])
  const busy = computed(() => running.value.length > 0)
  let last = 0

  async function run<C extends LongCommand>(
    command: C,
    args: Args<C>,
    subject = '',
  ): Promise<Result<C>> {
    last += 1
    const id = `${command}-${last}`
    running.value.push({ id, command, subject, progress: null, cancelling: false })
    try {
      return await platform.run(command, args, id, (progress) => {
        const task = running.value.find((entry) => entry.id === id)
        if (task) task.progress = progress
      })
    } finally {
      running.value = running.value.filter((entry) => entry.id !== id)
    }
  }

  async function cancel(id: string): Promise<void> {
    const task = running.value.find((entry) => entry.id === id)
    if (task) task.cancelling = true
    await platform.call('cancel_task', { task: id })
  }

  return { running, busy, run, cancel }
})
