import type { CallEvent } from './call.ts'
import type { ToolCallPart, ToolResultPart } from './message.ts'
import type { ChatResponse, Usage } from './response.ts'
import type { ToolProgress } from './tool.ts'
import type { RunResult } from './run-result.ts'

/** All that happens in a run: the events of each answer as they are, and the loop's own. */
export type AgentEvent = CallEvent | LoopEvent

export type LoopEvent =
  | { readonly type: 'run_start'; readonly model: string }
  /** `model` with its prefix. */
  | { readonly type: 'step_start'; readonly step: number; readonly model: string }
  | { readonly type: 'approval_requested'; readonly call: ToolCallPart }
  | { readonly type: 'tool_start'; readonly call: ToolCallPart }
  | ({
      readonly type: 'tool_progress'
      readonly toolCallId: string
      readonly toolName: string
    } & ToolProgress)
  | {
      readonly type: 'tool_end'
      readonly call: ToolCallPart
      readonly result: ToolResultPart
      /** Milliseconds. */
      readonly durationMs: number
    }
  | {
      readonly type: 'step_end'
      readonly step: number
      readonly response: ChatResponse
      /** Of the run so far. */
      readonly usage: Usage
    }
  /** Always the last one; when `result.error` is there, the same error is thrown after it. */
  | { readonly type: 'run_end'; readonly result: RunResult }
