import type { JsonValue } from './json.ts'
import type { FilePart, ReasoningPart, SourcePart, TextPart, ToolCallPart } from './message.ts'
import type { ChatResponse, Warning } from './response.ts'

/**
 * What everyone but a provider sees of an answer: bracketed blocks, numbered by `index` in the
 * order of the message's parts. Ends with exactly one `response_end`, or throws.
 */
export type StreamEvent =
  | { readonly type: 'response_start'; readonly provider: string; readonly model: string }
  | { readonly type: 'text_start'; readonly index: number }
  | { readonly type: 'text_delta'; readonly index: number; readonly text: string }
  | { readonly type: 'text_end'; readonly index: number; readonly part: TextPart }
  | { readonly type: 'reasoning_start'; readonly index: number }
  | { readonly type: 'reasoning_delta'; readonly index: number; readonly text: string }
  | { readonly type: 'reasoning_end'; readonly index: number; readonly part: ReasoningPart }
  | {
      readonly type: 'tool_call_start'
      readonly index: number
      readonly id: string
      readonly name: string
    }
  | {
      readonly type: 'tool_call_delta'
      readonly index: number
      readonly id: string
      readonly argumentsText: string
    }
  | { readonly type: 'tool_call_end'; readonly index: number; readonly part: ToolCallPart }
  | { readonly type: 'file'; readonly index: number; readonly part: FilePart }
  | { readonly type: 'source'; readonly index: number; readonly part: SourcePart }
  | { readonly type: 'guardrail'; readonly trace: JsonValue }
  | { readonly type: 'warning'; readonly warning: Warning }
  | { readonly type: 'response_end'; readonly response: ChatResponse }
