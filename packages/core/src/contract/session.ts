import type { Message, SystemMessage, UserMessage } from './message.ts'
import type { Warning } from './response.ts'

/** Where conversations are kept. */
export interface SessionStore {
  /** What is stored, the newest first. */
  list(): Promise<readonly SessionInfo[]>
  /** Reads without a lock, so a conversation that is being written can be shown. Unknown: undefined. */
  load(id: string, options?: SessionLoadOptions): Promise<LoadedSession | undefined>
  /**
   * Opens for writing; a new id is a new session. While another writer has it open, in this
   * process or another, throws an error with the `code` `locked`.
   */
  open(id: string): Promise<OpenSession>
  /** Opens, appends and closes. */
  append(id: string, messages: readonly Message[]): Promise<void>
  /** False when there was none. While a writer has it open, throws as `open` does. */
  delete(id: string): Promise<boolean>
}

export interface SessionLoadOptions {
  /** Every message as it was written, in place of summaries. Default false. */
  readonly original?: boolean
}

export interface SessionInfo {
  readonly id: string
  /** Milliseconds since 1970 of the last write. */
  readonly updatedAt: number
  /** Of what is stored, summarised messages included. */
  readonly bytes: number
}

export interface LoadedSession {
  readonly id: string
  /** The conversation; after a compaction, the summary and what was said since. */
  readonly messages: readonly Message[]
  /** Messages that the first of `messages` is the summary of; 0: it is not a summary. */
  readonly summarised: number
  /** `session_torn`: the last write was cut off; `session_damaged`: a part cannot be read. */
  readonly warnings: readonly Warning[]
}

/** A session that one writer has; `messages` and `summarised` follow what it writes. */
export interface OpenSession extends LoadedSession {
  /** Resolves when the messages are kept for good; calls are written in their order. */
  append(messages: readonly Message[]): Promise<void>
  /**
   * Puts the summary in the place of the first `count` messages. What was there stays stored, for
   * `load` with `original`. Resolves when that is kept for good: an interruption leaves the
   * conversation as it was, never shortened without its summary.
   */
  compact(summary: SystemMessage | UserMessage, count: number): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
