import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Question {
  title: string
  body: string
  /** What the button that does it says; it names the deed. */
  yes: string
}

/** Asks before something that cannot be taken back at a stroke. */
export const useConfirm = defineStore('confirm', () => {
  const question = shallowRef<Question | null>(null)
  let settle: ((answer: boolean) => void) | null = null

  function ask(asked: Question): Promise<boolean> {
    settle?.(false)
    question.value = asked
    return new Promise((resolve) => {
      settle = resolve
    })
  }

  function answer(is: boolean): void {
    question.value = null
    settle?.(is)
    settle = null
  }

  return { question, ask, answer }
})
