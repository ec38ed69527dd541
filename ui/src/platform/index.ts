/** The one door to the shell. */
export { platform } from '#door'
export { asFailure, Failure } from './failure'
export type {
  Args,
  Command,
  DropPoint,
  FileKind,
  LongCommand,
  Platform,
  Result,
  ShortCommand,
} from './contract'
export type * from './generated'
