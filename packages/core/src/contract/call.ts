import type { StreamEvent } from './event.ts'
import type { ChatRequest } from './request.ts'

/** An error as data: what a program or a renderer needs of it. */
export interface ErrorInfo {
  /** One of the codes of `ProviderError`. */
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly provider?: string
  readonly status?: number
  readonly requestId?: string
  readonly retryable: boolean
}

/** The same request is sent again after a failure before the first fragment. */
export interface RetryEvent {
  readonly type: 'retry'
  /** The attempt that failed, from 1. */
  readonly attempt: number
  readonly delayMs: number
  readonly error: ErrorInfo
}

/** The request goes to another model, since this one failed before the first fragment. */
export interface FallbackEvent {
  readonly type: 'fallback'
  /** With prefix. */
  readonly from: string
  readonly to: string
  readonly error: ErrorInfo
}

export type CallEvent = StreamEvent | RetryEvent | FallbackEvent

export interface ModelCallContext {
  readonly signal: AbortSignal
  /** Unique in the conversation; called for each tool call that arrives. */
  newId(): string
  /** Models with prefix, tried in this order when the first one fails. Default none. */
  readonly fallback?: readonly string[]
}

/** One model call; `request.model` has its prefix. The agent loop is given one of these. */
export type ModelCall = (
  request: ChatRequest,
  context: ModelCallContext,
) => AsyncIterable<CallEvent>
