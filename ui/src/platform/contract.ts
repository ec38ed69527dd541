import type { Commands, ProgressView } from './generated'

export type Command = keyof Commands
export type LongCommand = {
  [C in Command]: Commands[C]['long'] extends true ? C : never
}[Command]
export type ShortCommand = Exclude<Command, LongCommand>
export type Args<C extends Command> = Commands[C]['args']
export type Result<C extends Command> = Commands[C]['result']

export interface FileKind {
  name: string
  extensions: string[]
}

export interface DropPoint {
  x: number
  y: number
}

/** What the window asks of the machine it runs on. What fails throws a `Failure`. */
export interface Platform {
  call<C extends ShortCommand>(command: C, args: Args<C>): Promise<Result<C>>
  /** Work that reports how far it is; `task` names it for `cancel_task`. */
  run<C extends LongCommand>(
    command: C,
    args: Args<C>,
    task: string,
    onProgress: (progress: ProgressView) => void,
  ): Promise<Result<C>>
  pickFiles(title: string, kinds: FileKind[], multiple: boolean): Promise<string[]>
  pickFolder(title: string): Promise<string | null>
  pickTarget(title: string, name: string, kinds: FileKind[]): Promise<string | null>
  /** Files dropped on the window; `over` is told true while something is held above it. Points are in the page's pixels. */
  onDrop(
    drop: (paths: string[], at: DropPoint | null) => void,
    over: (held: boolean, at: DropPoint | null) => void,
  ): Promise<() => void>
  /** Asks before the window is closed; it stays open where the answer is no. */
  onClose(may: () => Promise<boolean>): Promise<() => void>
}
