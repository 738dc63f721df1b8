import type { AssistantMessage } from '../contract/message.ts'
import { brand, isBranded } from './brand.ts'

/** Every way in which a model call can fail. A closed list: switch over it. */
export const errorCodes = [
  'auth',
  'permission',
  'rate_limit',
  'quota',
  'overloaded',
  'server',
  'timeout',
  'network',
  'invalid_request',
  'context_overflow',
  'content_filter',
  'model_not_found',
  'bad_response',
  'unsupported',
  'limit',
  'aborted',
  'config',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export interface ProviderErrorInit {
  readonly code: ErrorCode
  /** Prefix of the provider. */
  readonly provider: string
  /** HTTP status. */
  readonly status?: number
  readonly requestId?: string
  /** Default by code: rate_limit, overloaded, server, timeout, network and bad_response are. */
  readonly retryable?: boolean
  /** Milliseconds that the provider asks to wait. */
  readonly retryAfterMs?: number
  /** What the user can do, in one sentence. */
  readonly hint?: string
  /** What had arrived of the answer. Set by core. */
  readonly partial?: AssistantMessage
  readonly cause?: unknown
}

const retryableCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate_limit',
  'overloaded',
  'server',
  'timeout',
  'network',
  'bad_response',
])

/** A model call failed. `message` is for people and holds no secret. */
export class ProviderError extends Error {
  override readonly name: string = 'ProviderError'
  readonly code: ErrorCode
  readonly provider: string
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly hint: string | undefined
  readonly partial: AssistantMessage | undefined

  constructor(message: string, init: ProviderErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    brand(this, 'ProviderError')
    this.code = init.code
    this.provider = init.provider
    this.status = init.status
    this.requestId = init.requestId
    this.retryable = init.retryable ?? retryableCodes.has(init.code)
    this.retryAfterMs = init.retryAfterMs
    this.hint = init.hint
    this.partial = init.partial
  }

  static is(value: unknown): value is ProviderError {
    return isBranded(value, 'ProviderError')
  }
}
