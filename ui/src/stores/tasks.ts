import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import {
  onWait,
  platform,
  type Args,
  type LongCommand,
  type ProgressView,
  type Result,
  type Wait,
} from '@/platform'

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
  /** What the page waits for, where that takes long. */
  const wait = shallowRef<Wait | null>(null)
  const stopping = ref(false)
  onWait((now) => {
    wait.value = now
    if (now === null) stopping.value = false
  })
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

  /** Asks what the page waits for to stop. */
  async function stop(): Promise<void> {
    stopping.value = true
    await platform.call('stop_desk', {})
  }

  return { running, busy, wait, stopping, run, cancel, stop }
})
