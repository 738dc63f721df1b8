import type { ModelName } from './models.ts'

/** Where a call went: what a hint has to name. */
export interface CallPlace {
  readonly model: ModelName
  readonly region: string
  readonly credentials: string
  readonly streaming: boolean
  /** What the caller's role must be allowed, where it is not to ask a model. */
  readonly permission?: { readonly action: string; readonly resource?: string }
  /** Takes secrets out of what is shown. */
  redact(text: string): string
}

/** What the service said of a failure, over HTTP or inside a stream. */
export interface ServiceFailure {
  /** `ThrottlingException`; '' when the service named none. */
  readonly type: string
  readonly message: string
  /** Absent inside a stream. */
  readonly status?: number
  readonly requestId?: string
  readonly retryAfterMs?: number
  /** How far this machine's clock is ahead of the service's; absent where it did not say. */
  readonly clockAheadMs?: number
}
