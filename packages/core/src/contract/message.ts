import type { JsonValue, ProviderMetadata } from './json.ts'
import type { FinishReason } from './response.ts'

/** Text, as the user or the model wrote it. */
export interface TextPart {
  readonly type: 'text'
  readonly text: string
  readonly providerMetadata?: ProviderMetadata
}

/**
 * What the model thought. It belongs to the provider and model of its message: it goes back to
 * them unchanged and to nobody else. `text` is '' where the provider sent it redacted or
 * encrypted; signatures and ciphertext are in `providerMetadata`.
 */
export interface ReasoningPart {
  readonly type: 'reasoning'
  readonly text: string
  readonly providerMetadata?: ProviderMetadata
}

/** An image, document, audio or video: its bytes, or the URL where they are. Exactly one of both. */
export type FilePart = FileBytesPart | FileUrlPart

export interface FileBytesPart {
  readonly type: 'file'
  /** IANA media type; `image/*` when only the kind is known. */
  readonly mediaType: string
  /** The raw bytes: never base64. */
  readonly data: Uint8Array
  readonly url?: undefined
  /** File name with extension. */
  readonly name?: string
  readonly providerMetadata?: ProviderMetadata
}

export interface FileUrlPart {
  readonly type: 'file'
  readonly mediaType: string
  /** An http, https or provider-specific (`s3:`, `gs:`) URL. */
  readonly url: string
  readonly data?: undefined
  readonly name?: string
  readonly providerMetadata?: ProviderMetadata
}

/** The model asks for a tool. */
export interface ToolCallPart {
  readonly type: 'tool_call'
  /** Unique in the conversation; made by core when the call arrived. */
  readonly id: string
  /** The id on the provider's wire; may repeat, be empty or be absent. */
  readonly nativeId?: string
  /** The tool's own name, not the name on the wire. */
  readonly name: string
  /** Parsed arguments; `{}` where there were none or where the text is not a JSON object. */
  readonly input: JsonValue
  /** The arguments as the model wrote them. */
  readonly argumentsText: string
  /** Why `argumentsText` cannot be used; absent when `input` holds it. */
  readonly invalid?: string
  /** The answer ended inside this call: it was never run and is not sent back. */
  readonly incomplete?: true
  /** The provider ran the tool itself: it is shown, never executed here. */
  readonly providerExecuted?: true
  readonly providerMetadata?: ProviderMetadata
}

/** A structured value in a tool's result. */
export interface JsonPart {
  readonly type: 'json'
  readonly value: JsonValue
}

export type ToolResultContent = TextPart | FilePart | JsonPart

/** What a tool answered, in the order of the calls. */
export interface ToolResultPart {
  readonly type: 'tool_result'
  /** `id` of the call. */
  readonly toolCallId: string
  readonly toolName: string
  /** May be empty; a provider then gets a visible placeholder. */
  readonly content: readonly ToolResultContent[]
  /** Default false. */
  readonly isError?: boolean
  readonly providerMetadata?: ProviderMetadata
}

/** Where a passage of an answer comes from. */
export interface SourcePart {
  readonly type: 'source'
  readonly url?: string
  readonly title?: string
  readonly providerMetadata?: ProviderMetadata
}

export interface SystemMessage {
  readonly role: 'system'
  readonly content: readonly TextPart[]
}

export interface UserMessage {
  readonly role: 'user'
  readonly content: readonly (TextPart | FilePart)[]
}

export type AssistantPart = TextPart | ReasoningPart | FilePart | ToolCallPart | SourcePart

export interface AssistantMessage {
  readonly role: 'assistant'
  readonly content: readonly AssistantPart[]
  /** Prefix of the provider that wrote it; absent for a message that the application wrote. */
  readonly provider?: string
  /** The model as it was asked for, without the prefix. */
  readonly model?: string
  readonly responseId?: string
  /** How it ended; `aborted` and `error` mark a message that was cut off. */
  readonly finishReason?: FinishReason | 'aborted' | 'error'
}

export interface ToolMessage {
  readonly role: 'tool'
  readonly content: readonly ToolResultPart[]
}

export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage
export type Part = AssistantPart | ToolResultPart
