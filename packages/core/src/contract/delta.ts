import type { JsonValue, ProviderMetadata } from './json.ts'
import type { FinishReason, Usage, Warning } from './response.ts'

/**
 * What a provider yields. Thin on purpose: core opens and closes blocks, numbers them, joins
 * fragments and keeps the rules. A fragment belongs to the open block of its kind; `block` keeps
 * neighbours of one kind apart (another value is another block).
 */
export type ChatDelta =
  | StartDelta
  | TextDelta
  | ReasoningDelta
  | ToolCallDelta
  | FileDelta
  | SourceDelta
  | GuardrailDelta
  | UsageDelta
  | FinishDelta

/** What the provider says of the answer; at most once, first. */
export interface StartDelta {
  readonly type: 'start'
  readonly responseId?: string
  /** The model that the provider says it uses. */
  readonly model?: string
  readonly requestId?: string
  readonly warnings?: readonly Warning[]
}

export interface TextDelta {
  readonly type: 'text'
  /** A fragment; '' is allowed (to carry metadata) and opens no block by itself. */
  readonly text: string
  readonly block?: string
  /** Merged into the part; a later value of a key replaces an earlier one. */
  readonly providerMetadata?: ProviderMetadata
}

export interface ReasoningDelta {
  readonly type: 'reasoning'
  readonly text: string
  readonly block?: string
  readonly providerMetadata?: ProviderMetadata
}

/** A fragment of a tool call. Fragments of one call carry the same `id`. */
export interface ToolCallDelta {
  readonly type: 'tool_call'
  /** Any string that tells the open calls of this answer apart (an index will do). */
  readonly id: string
  /** The id on the wire, to be sent back; default `id`. '' when the wire gave none. */
  readonly nativeId?: string
  /** Needed once, at the latest with the last fragment. */
  readonly name?: string
  /** A fragment of the JSON text; may be ''. */
  readonly argumentsText: string
  /** The wire closed the call: nothing more follows for this `id`. */
  readonly complete?: true
  readonly providerExecuted?: true
  readonly providerMetadata?: ProviderMetadata
}

export interface FileDelta {
  readonly type: 'file'
  readonly mediaType: string
  readonly data: Uint8Array
  readonly providerMetadata?: ProviderMetadata
}

export interface SourceDelta {
  readonly type: 'source'
  readonly url?: string
  readonly title?: string
  readonly providerMetadata?: ProviderMetadata
}

export interface GuardrailDelta {
  readonly type: 'guardrail'
  readonly trace: JsonValue
}

/** What is known of the usage so far; a later delta replaces the fields that it holds. */
export interface UsageDelta {
  readonly type: 'usage'
  readonly usage: Usage
}

/** The wire's own end marker was read. Exactly one; a stream without it is an error. */
export interface FinishDelta {
  readonly type: 'finish'
  /** `tool_calls` is derived by core from the content; a provider may say `stop`. */
  readonly reason: FinishReason
  /** The reason in the wire's own word. */
  readonly rawReason?: string
  /** The stop sequence that was hit, where the wire tells. */
  readonly stopSequence?: string
}
