import type { ChatResponse, Usage } from '../contract/response.ts'
import type { ToolCallRecord } from '../contract/run-result.ts'

/** What a stop condition may look at, after a step whose tools have run. */
export interface StopContext {
  /** Model calls so far. */
  readonly steps: number
  readonly response: ChatResponse
  /** Of the run so far. */
  readonly usage: Usage
  /** USD of the run so far; undefined when a price is unknown. */
  readonly costUsd: number | undefined
  readonly toolCalls: readonly ToolCallRecord[]
}

/** True ends the run with what it has. */
export type StopCondition = (context: StopContext) => boolean | Promise<boolean>

/** Stops after a step in which the tool was called. */
export function afterTool(name: string): StopCondition {
  return ({ toolCalls }) => toolCalls.some((call) => call.name === name)
}

/** Stops when the run has used this many tokens, input and output together. */
export function tokensUsed(limit: number): StopCondition {
  return ({ usage }) => (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0) >= limit
}
