import type { JsonObject, JsonValue } from '@autobot/core/provider'

/** Converse in the words of its wire; only what we write or read. */
export interface ConverseRequest {
  /** Absent for a prompt of the service that brings its own. */
  readonly messages?: readonly WireMessage[]
  readonly system?: readonly SystemBlock[]
  readonly inferenceConfig?: InferenceConfig
  readonly toolConfig?: ToolConfig
  readonly guardrailConfig?: JsonObject
  readonly additionalModelRequestFields?: JsonObject
  readonly requestMetadata?: Readonly<Record<string, string>>
  readonly outputConfig?: JsonObject
  /** Fields that the caller gave in `providerOptions`. */
  readonly [field: string]: unknown
}

export interface InferenceConfig {
  readonly maxTokens?: number
  readonly temperature?: number
  readonly topP?: number
  readonly stopSequences?: readonly string[]
}

export interface WireMessage {
  readonly role: 'user' | 'assistant'
  readonly content: readonly ContentBlock[]
}

export interface CachePointBlock {
  readonly cachePoint: { readonly type: 'default'; readonly ttl?: '5m' | '1h' }
}

/** Text that a guardrail looks at, where it does not look at everything. */
export interface GuardBlock {
  readonly guardContent: {
    readonly text: { readonly text: string; readonly qualifiers?: readonly JsonValue[] }
  }
}

export type SystemBlock = { readonly text: string } | GuardBlock | CachePointBlock

export type MediaSource =
  | { readonly bytes: string }
  | { readonly s3Location: { readonly uri: string; readonly bucketOwner?: string } }

export type MediaBlock =
  | { readonly image: { readonly format: string; readonly source: MediaSource } }
  | { readonly video: { readonly format: string; readonly source: MediaSource } }
  | { readonly audio: { readonly format: string; readonly source: MediaSource } }
  | {
      readonly document: {
        readonly format: string
        readonly name: string
        readonly source: MediaSource
        readonly context?: string
        readonly citations?: { readonly enabled: boolean }
      }
    }

export type ResultBlock = { readonly text: string } | { readonly json: JsonValue } | MediaBlock

export type ContentBlock =
  | { readonly text: string }
  | MediaBlock
  | {
      readonly toolUse: {
        readonly toolUseId: string
        readonly name: string
        readonly input: JsonValue
        readonly type?: string
      }
    }
  | {
      readonly toolResult: {
        readonly toolUseId: string
        readonly content: readonly ResultBlock[]
        readonly status?: 'success' | 'error'
      }
    }
  /** What a tool of the service answered, as it came. */
  | { readonly toolResult: JsonObject }
  | GuardBlock
  | {
      readonly searchResult: {
        readonly source: string
        readonly title: string
        readonly content: readonly { readonly text: string }[]
        readonly citations?: { readonly enabled: boolean }
      }
    }
  | {
      readonly reasoningContent:
        | { readonly reasoningText: { readonly text: string; readonly signature?: string } }
        | { readonly redactedContent: string }
    }
  | CachePointBlock

export type WireTool =
  | {
      readonly toolSpec: {
        readonly name: string
        readonly description?: string
        readonly inputSchema: { readonly json: JsonObject }
      }
    }
  | { readonly systemTool: { readonly name: string } }
  | CachePointBlock

export interface ToolConfig {
  readonly tools: readonly WireTool[]
  readonly toolChoice?: JsonObject
}

/** What the stream's events hold; every field may be missing in what a service sends. */
export interface StreamPayload {
  readonly contentBlockIndex?: number
  readonly start?: {
    readonly toolUse?: {
      readonly toolUseId?: string
      readonly name?: string
      readonly type?: string
    }
    readonly image?: { readonly format?: string }
    /** Of a tool that the service ran itself. */
    readonly toolResult?: ResultStart
  }
  readonly delta?: {
    readonly text?: string
    readonly toolUse?: { readonly input?: string }
    readonly toolResult?: readonly JsonObject[]
    readonly reasoningContent?: {
      readonly text?: string
      readonly signature?: string
      readonly redactedContent?: string
    }
    readonly citation?: WireCitation
    readonly image?: { readonly source?: { readonly bytes?: string } }
  }
  readonly stopReason?: string
  readonly usage?: WireUsage
  readonly trace?: Trace
  readonly additionalModelResponseFields?: JsonValue
  readonly serviceTier?: { readonly type?: string }
  readonly performanceConfig?: { readonly latency?: string }
  readonly message?: string
}

export interface Trace {
  readonly guardrail?: JsonValue
  readonly promptRouter?: { readonly invokedModelId?: string }
}

export interface ResultStart {
  readonly toolUseId?: string
  readonly type?: string
  readonly status?: string
}

export interface WireCitation {
  readonly title?: string
  readonly source?: string
  readonly sourceContent?: JsonValue
  readonly location?: JsonObject
}

export interface WireUsage {
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly cacheReadInputTokens?: number
  readonly cacheWriteInputTokens?: number
}

/** The answer of Converse, in one piece. */
export interface ConverseResponse {
  readonly output?: { readonly message?: { readonly content?: readonly WireAnswerBlock[] } }
  readonly stopReason?: string
  readonly usage?: WireUsage
  readonly trace?: Trace
  readonly additionalModelResponseFields?: JsonValue
  readonly serviceTier?: { readonly type?: string }
  readonly performanceConfig?: { readonly latency?: string }
}

export interface WireAnswerBlock {
  readonly text?: string
  readonly toolUse?: {
    readonly toolUseId?: string
    readonly name?: string
    readonly type?: string
    readonly input?: JsonValue
  }
  readonly reasoningContent?: {
    readonly reasoningText?: { readonly text?: string; readonly signature?: string }
    readonly redactedContent?: string
  }
  readonly toolResult?: ResultStart & { readonly content?: readonly JsonObject[] }
  readonly citationsContent?: {
    readonly content?: readonly { readonly text?: string }[]
    readonly citations?: readonly WireCitation[]
  }
  readonly image?: { readonly format?: string; readonly source?: { readonly bytes?: string } }
}
