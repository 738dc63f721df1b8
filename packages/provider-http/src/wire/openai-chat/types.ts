import type { JsonObject, ReasoningEffort } from '@autobot/core/provider'
import type {
  ChatCompletionContentPart,
  ChatCompletionMessageFunctionToolCall,
} from 'openai/resources/chat/completions'

/**
 * How a server writes what Chat Completions leaves open. All defaults are those that most
 * compatible servers take; facts about what may be asked are capabilities, not spelling.
 */
export interface ChatSpelling {
  /** Default `max_tokens`. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens'
  /** Default `system`. */
  readonly systemRole?: 'system' | 'developer'
  /** Whether `stream_options.include_usage` is understood. Default `include`. */
  readonly streamUsage?: 'include' | 'omit'
  /** `content` beside tool calls when there is no text. Default `null`. */
  readonly assistantContent?: 'null' | 'empty' | 'omit'
  /** Where the model's own reasoning goes back. Default `none`. */
  readonly reasoningField?:
    | 'none'
    | 'reasoning_content'
    | 'reasoning'
    | 'reasoning_details'
    | 'thinking_chunks'
  /** `always`: on each message of the assistant, '' if there was none. Default `when_present`. */
  readonly reasoningEcho?: 'when_present' | 'always'
  /** What `<think>` at the beginning of the text is. Default `text`. */
  readonly thoughtTags?: 'text' | 'reasoning'
  /** How an effort is asked for. Default `reasoning_effort`. */
  readonly effortForm?:
    | 'reasoning_effort'
    | 'reasoning_object'
    | 'thinking_type'
    | 'thinking_type_with_effort'
    | 'enable_thinking'
    | 'template_thinking'
  /** Words of this model for efforts, where they are others. Default: as they are asked for. */
  readonly effortWords?: Readonly<Partial<Record<ReasoningEffort, string>>>
  /** The word for a required call. Default `required`. */
  readonly requiredChoice?: 'required' | 'any'
  /** Whether a tool message repeats the tool's name. Default `no`. */
  readonly toolMessageName?: 'yes' | 'no'
  /** Whether a route that drops tools may be taken. Default `any`; `with_tools`: it may not. */
  readonly routes?: 'any' | 'with_tools'
  /** The field for a key that brings requests of one conversation to one cache. Default `none`. */
  readonly cacheKeyField?: 'none' | 'prompt_cache_key'
  /** Default `seed`. */
  readonly seedField?: 'seed' | 'random_seed'
  /** The field for the end user's id. Default `none`. */
  readonly userField?: 'none' | 'user' | 'safety_identifier'
  /** Whether labels are sent. Default `omit`. */
  readonly metadata?: 'send' | 'omit'
  /** `exclusive`: reasoning is not in completion_tokens, nor always the cache in the prompt. */
  readonly usageForm?: 'inclusive' | 'exclusive'
  /** Whether `cache_control` may stand on parts. Default `none`. */
  readonly cacheMarkers?: 'none' | 'cache_control'
  /** `last_segment`: `vendor/model` is sent as `model`. Default `whole`. */
  readonly modelForm?: 'whole' | 'last_segment'
  /** Whether each answer names its end. `optional`: `[DONE]` is enough. Default `required`. */
  readonly finishReason?: 'required' | 'optional'
  /** Fields that every request of this server holds. */
  readonly body?: JsonObject
}

/** A part of a user message, with what other servers added to it. */
export type ChatPart = (
  | ChatCompletionContentPart
  | { readonly type: 'video_url'; readonly video_url: { readonly url: string } }
) & { readonly cache_control?: JsonObject }

export type ChatToolCall = ChatCompletionMessageFunctionToolCall & {
  readonly extra_content?: JsonObject
}
