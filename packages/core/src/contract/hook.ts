import type { AgentEvent } from './agent-event.ts'
import type { JsonValue } from './json.ts'
import type { ToolCallPart, ToolResultPart } from './message.ts'
import type { ChatRequest } from './request.ts'
import type { ChatResponse } from './response.ts'

/**
 * Looks at, changes or refuses what an agent does. Hooks run in the order in which they were
 * registered; each sees what the one before it returned. Returning nothing changes nothing; a
 * throw in `beforeModel` or `afterModel` ends the run, in a tool hook it becomes an error result.
 */
export interface Hook {
  readonly name: string
  /** May return another request: the fields that it holds replace those of the request. */
  beforeModel?(context: ModelHookContext): MaybePromise<Partial<ChatRequest> | void>
  /** May return another response, which the loop uses in its place. */
  afterModel?(
    context: ModelHookContext & { readonly response: ChatResponse },
  ): MaybePromise<ChatResponse | void>
  beforeTool?(context: ToolHookContext): MaybePromise<ToolDecision | void>
  /** May return another result, which the model sees in its place. */
  afterTool?(
    context: ToolHookContext & { readonly result: ToolResultPart },
  ): MaybePromise<ToolResultPart | void>
  /**
   * Sees every event of a run before the application does. A throw is logged and changes nothing.
   */
  event?(event: AgentEvent): void
}

export type MaybePromise<T> = T | Promise<T>

export interface ModelHookContext {
  readonly request: ChatRequest
  /** Number of the step, from 1. */
  readonly step: number
  readonly signal: AbortSignal
}

export interface ToolHookContext {
  readonly call: ToolCallPart
  readonly step: number
  readonly signal: AbortSignal
}

/** `input`: run with this input instead; `deny`: do not run, the model reads `reason`; `replace`: do not run, this is the result. */
export type ToolDecision =
  | { readonly action: 'allow'; readonly input?: JsonValue }
  | { readonly action: 'deny'; readonly reason: string }
  | {
      readonly action: 'replace'
      readonly result: ToolResultPart['content']
      readonly isError?: boolean
    }
