import type { JsonObject } from './json.ts'
import type { Message } from './message.ts'

/** A tool as a model sees it. */
export interface ToolDefinition {
  readonly name: string
  /** What it does and when to use it; empty or absent is sent as no description. */
  readonly description?: string
  /** JSON Schema 2020-12 of the input; `{ type: 'object', properties: {} }` when absent. */
  readonly inputSchema: JsonObject
}

/** `auto`: the model decides; `none`: no call; `required`: at least one call; `tool`: that one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string }

export type ReasoningEffort = 'none' | 'low' | 'medium' | 'high'

/** The shape that the answer must have. */
export interface OutputSchema {
  readonly schema: JsonObject
  /** `[A-Za-z0-9_-]{1,64}`; default `answer`. */
  readonly name?: string
  readonly description?: string
}

/** `auto` (default): cache what repeats, where the provider caches on demand; `off`: mark nothing. */
export type CachePolicy = 'auto' | 'off' | { readonly ttl: '5m' | '1h' }

/** What may be asked of any model. A field that is absent is left to the provider. */
export interface RequestOptions {
  readonly toolChoice?: ToolChoice
  /** Default true. */
  readonly parallelToolCalls?: boolean
  /** Tokens. */
  readonly maxOutputTokens?: number
  /** 0 to 2; clamped to the range that the target takes, with a warning. */
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly stopSequences?: readonly string[]
  readonly seed?: number
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  readonly reasoning?: ReasoningEffort
  readonly output?: OutputSchema
  readonly cache?: CachePolicy
  /** A stable, anonymous id of the end user, for the provider's abuse detection. */
  readonly user?: string
  /** Labels for the provider's logs. */
  readonly metadata?: Readonly<Record<string, string>>
  /** Fields of one provider's own, keyed by prefix; every other provider ignores them. */
  readonly providerOptions?: Readonly<Record<string, JsonObject>>
}

/** One question to one model. */
export interface ChatRequest extends RequestOptions {
  /** The model without the prefix. */
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools?: readonly ToolDefinition[]
}

/**
 * Where a cache marker goes: after the last tool, after the last system text, or after part
 * `part` of message `message`. Core computes it from the capabilities; a provider only spells it.
 */
export type CachePoint =
  | { readonly after: 'tools'; readonly ttl?: '5m' | '1h' }
  | { readonly after: 'system'; readonly ttl?: '5m' | '1h' }
  | {
      readonly after: 'part'
      readonly message: number
      readonly part: number
      readonly ttl?: '5m' | '1h'
    }

/**
 * What a provider receives: a request that is legal for the model's capabilities. Names, ids and
 * schemas are those of the wire; system messages are leading only; every call has its result.
 */
export interface PreparedRequest extends ChatRequest {
  /** Default none. */
  readonly cachePoints?: readonly CachePoint[]
}
