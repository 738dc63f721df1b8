import type { Message, Warning } from '@autobot/core/provider'

/** Where conversations are kept. */
export interface SessionStore {
  /** What is stored, the newest first. */
  list(): Promise<readonly SessionInfo[]>
  /** Reads without a lock, so a conversation that is being written can be shown. */
  load(id: string): Promise<LoadedSession | undefined>
  /** Opens for writing; refused while another writer has it open. A new id is a new session. */
  open(id: string): Promise<OpenSession>
  /** Opens, appends and closes. */
  append(id: string, messages: readonly Message[]): Promise<void>
  /** False when there was none. Refused while a writer has it open. */
  delete(id: string): Promise<boolean>
}

export interface SessionInfo {
  readonly id: string
  /** Milliseconds since 1970 of the last write. */
  readonly updatedAt: number
  readonly bytes: number
}

export interface LoadedSession {
  readonly id: string
  readonly messages: readonly Message[]
  /** `session_torn`: the last write was cut off; `session_damaged`: a line cannot be read. */
  readonly warnings: readonly Warning[]
}

export interface OpenSession extends LoadedSession {
  /** Resolves when the messages are on disk; calls are written in their order. */
  append(messages: readonly Message[]): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
