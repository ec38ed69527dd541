import { platform as door } from '#door'
import { patient } from './patience'

/** The one door to the shell. */
export const platform = patient(door)
export { onWait, type Wait } from './patience'
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
