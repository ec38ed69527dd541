import type { FailureView } from './generated'

/** Why the shell did not do what it was asked; its words stand under `errors.<code>`. */
export class Failure extends Error {
  readonly code: string
  readonly params: Record<string, string>

  constructor(view: FailureView) {
    super(view.code)
    this.name = 'Failure'
    this.code = view.code
    this.params = { ...(view.params as Record<string, string>) }
  }
}

/** Whatever was thrown, as a failure; what the shell did not name keeps its text in `detail`. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const view = thrown as Partial<FailureView>
    if (typeof view.code === 'string') {
      return new Failure({ code: view.code, params: view.params ?? {} })
    }
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return new Failure({ code: 'window_unexpected', params: { detail } })
}
