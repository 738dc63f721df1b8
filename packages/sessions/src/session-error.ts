export type SessionErrorCode = 'locked' | 'invalid_id' | 'closed'

/** A session cannot be used; `message` says why and what to do. */
export class SessionError extends Error {
  override readonly name: string = 'SessionError'
  readonly code: SessionErrorCode
  readonly sessionId: string
  /** The process that has the session open, for `locked`. */
  readonly pid: number | undefined

  constructor(message: string, code: SessionErrorCode, sessionId: string, pid?: number) {
    super(message)
    this.code = code
    this.sessionId = sessionId
    this.pid = pid
  }
}
