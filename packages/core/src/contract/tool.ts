import type { JsonObject, JsonValue } from './json.ts'
import type { ToolResultContent } from './message.ts'
import type { ToolDefinition } from './request.ts'

/** What a tool may return: text, any JSON value, or parts. */
export type ToolOutput =
  | string
  | JsonValue
  | undefined
  | { readonly content: readonly ToolResultContent[]; readonly isError?: boolean }

/** What a tool learns of the call that it serves. */
export interface ToolContext {
  readonly toolCallId: string
  /** Aborted when the run is, and when the tool's time is up. */
  readonly signal: AbortSignal
  /** Tells the caller how far the work is; shown as a `tool_progress` event. */
  progress(update: ToolProgress): void
}

export interface ToolProgress {
  readonly message?: string
  readonly progress?: number
  readonly total?: number
}

/** One thing that an agent can do. */
export interface Tool extends ToolDefinition {
  /** Checks and converts the input; returns it, or the reasons why it cannot be used. */
  readonly validate?: (input: JsonValue) => ToolValidation | Promise<ToolValidation>
  /** A thrown error becomes an error result that the model reads. */
  readonly execute: (input: never, context: ToolContext) => ToolOutput | Promise<ToolOutput>
  /** Asks the application before each call. Default false. */
  readonly needsApproval?: boolean | ((input: JsonValue) => boolean | Promise<boolean>)
  /** Milliseconds; default: the agent's. */
  readonly timeoutMs?: number
  /** Only reads: hints for approval policies. Absent: unknown. */
  readonly readOnly?: boolean
  /** Free data for applications; never sent to a model. */
  readonly annotations?: JsonObject
}

export type ToolValidation =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly string[] }

/** Tools that come and go, such as those of an MCP server. */
export interface ToolSource {
  readonly name: string
  /** Returns at once; work goes on in the background. */
  start?(): void
  /**
   * The tools that are there, after waiting for what is still starting (bounded by the source's
   * own limits). Called before each run.
   */
  tools(context: { readonly signal?: AbortSignal }): Promise<readonly Tool[]>
  /** What is not as it should be: servers that are not ready, tools that were left out. */
  warnings?(): readonly { readonly code: string; readonly message: string }[]
  /** Ends everything that the source started. */
  stop?(): Promise<void>
}
