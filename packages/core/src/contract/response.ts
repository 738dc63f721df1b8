import type { JsonValue } from './json.ts'
import type { AssistantMessage } from './message.ts'

export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool_calls'
  | 'content_filter'
  | 'guardrail_intervened'
  | 'other'

/**
 * Tokens of one call, or of a run. `inputTokens` includes what was read from and written to a
 * cache, `outputTokens` includes reasoning, on every wire. What the provider did not say is
 * undefined, never 0.
 */
export interface Usage {
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly cacheReadTokens?: number
  readonly cacheWriteTokens?: number
  readonly reasoningTokens?: number
}

/** Something that was changed or left out so that the target could take the request. */
export interface Warning {
  /** Stable, snake_case: `parameter_dropped`, `tool_quarantined`, … */
  readonly code: string
  readonly message: string
  /** What it is about, as a path into the request: `tools.search`, `messages.3.content.0`. */
  readonly path?: string
}

/** One whole answer: the fold of a stream. */
export interface ChatResponse {
  readonly message: AssistantMessage
  /** The message's text parts joined. */
  readonly text: string
  readonly finishReason: FinishReason
  readonly rawFinishReason?: string
  /** The stop sequence that was hit, where the wire tells. */
  readonly stopSequence?: string
  readonly usage: Usage
  readonly warnings: readonly Warning[]
  /** Prefix of the provider that answered. */
  readonly provider: string
  /** The model that was asked. */
  readonly model: string
  /** The model that the provider says it used. */
  readonly responseModel?: string
  readonly responseId?: string
  readonly requestId?: string
  /** The provider's trace of a guardrail, when there was one. */
  readonly guardrail?: JsonValue
  /** The answer as a value, where `output` asked for one and the text is JSON. Not validated. */
  readonly object?: JsonValue
}

/** USD for a million tokens. What is not known is absent, never 0. */
export interface ModelPrice {
  readonly input?: number
  readonly output?: number
  /** Default: as `input`. */
  readonly cacheRead?: number
  /** Default: as `input`. */
  readonly cacheWrite?: number
}

/**
 * What a model costs; `prefix/model`. Undefined: unknown. `usage` is that of one call, since some
 * models cost more for a long prompt.
 */
export type PriceSource = (model: string, usage?: Usage) => ModelPrice | undefined
