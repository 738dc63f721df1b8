import type { ErrorInfo } from './call.ts'
import type { JsonValue } from './json.ts'
import type { Message, ToolCallPart, ToolResultPart } from './message.ts'
import type { ChatResponse, FinishReason, Usage, Warning } from './response.ts'

/** What a run came to. */
export interface RunResult {
  /** The last answer's text; what had arrived of it when the run failed. */
  readonly text: string
  /** The value that `output` asked for, valid against its schema. */
  readonly object?: JsonValue
  readonly finishReason: FinishReason | 'aborted' | 'error'
  readonly rawFinishReason?: string
  /** Summed over the run. */
  readonly usage: Usage
  /** USD; undefined when a price is unknown. */
  readonly costUsd: number | undefined
  /** Model calls that were answered. */
  readonly steps: number
  /** In the order of the calls. */
  readonly toolCalls: readonly ToolCallRecord[]
  /**
   * Calls that wait for an approval: the run ended before them. Go on with the same messages and
   * the `approvals` option.
   */
  readonly pendingApprovals: readonly ToolCallPart[]
  /** The whole conversation, to be handed to the next run. */
  readonly messages: readonly Message[]
  /** What this run added, the user's message first. */
  readonly newMessages: readonly Message[]
  /** Prefix and model of the last answer; of the model that was asked when there was none. */
  readonly provider: string
  readonly model: string
  readonly warnings: readonly Warning[]
  readonly response?: ChatResponse
  readonly error?: ErrorInfo
}

export interface ToolCallRecord {
  readonly id: string
  readonly name: string
  readonly input: JsonValue
  readonly isError: boolean
  readonly result: ToolResultPart
}
