import type { LogLevel } from '@autobot/core/provider'
import type { Log } from './log.ts'
import type { Redactor } from './redact.ts'
import type { StatusLine } from './render/status-line.ts'

/** The process, as a command sees it. */
export interface CommandContext {
  readonly environment: Record<string, string | undefined>
  /** Aborted by a signal, or when nobody reads the output any more. */
  readonly signal: AbortSignal
  readonly redactor: Redactor
  readonly log: Log
  /** From here on the level is `LOG_LEVEL`'s, as `.env` may have set it. */
  setLogLevel(verbose: boolean, usual: LogLevel): void
  /** To stdout, as it is. */
  readonly write: (text: string) => void
  /** To stderr, without secrets. */
  readonly tell: (text: string) => void
  /** What is being done, on a terminal with colour; else it says nothing. */
  readonly statusLine: StatusLine
  /** Whether a person reads it. */
  readonly terminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }
  /** For stderr; false with NO_COLOR. */
  readonly colour: boolean
  /** The same for stdout. */
  readonly colourOut: boolean
}
