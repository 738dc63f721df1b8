import type { StopCondition } from './agent/stop.ts'
import type { ChatOptions } from './call/chat.ts'
import type { Hook } from './contract/hook.ts'
import type { JsonObject } from './contract/json.ts'
import type { Message, ToolCallPart, UserMessage } from './contract/message.ts'
import type { Plugin } from './contract/plugin.ts'
import type { ProviderHost } from './contract/provider.ts'
import type { OutputSchema, RequestOptions } from './contract/request.ts'
import type { PriceSource } from './contract/response.ts'
import type { StandardSchema } from './contract/standard-schema.ts'
import type { Tool } from './contract/tool.ts'
import type { ApprovalDecision } from './tools/execute.ts'

export interface RunOptions extends Omit<RequestOptions, 'output'> {
  /** `prefix/model`. */
  readonly model?: string
  /** Tried in this order when a model fails before its first fragment. */
  readonly fallback?: readonly string[]
  readonly system?: string
  /** The shape of the answer: a schema of a library, JSON Schema, or one with name and description. */
  readonly output?: StandardSchema | JsonObject | OutputSchema
  /** Model calls of one run. Default 20. */
  readonly maxSteps?: number
  /** USD. The call that would go over it is not made. Needs `prices`. */
  readonly maxCostUsd?: number
  readonly stopWhen?: StopCondition
  /** Only the tools that pass. Default all. */
  readonly toolFilter?: (tool: Tool) => boolean
  /**
   * Asked before a call of a tool that needs approval. Default: the run ends before the call, and
   * goes on when it is given the same messages and `approvals`.
   */
  readonly approve?: (call: ToolCallPart, tool: Tool) => Promise<ApprovalDecision>
  /** Tools that run at the same time. Default 8. */
  readonly toolConcurrency?: number
  /** Milliseconds for each tool. Default 600 000. */
  readonly toolTimeoutMs?: number
}

export interface AgentOptions extends RunOptions, ChatOptions {
  readonly model: string
  readonly plugins: readonly Plugin[]
  readonly tools?: readonly Tool[]
  readonly hooks?: readonly Hook[]
  /** Configuration by prefix; wins over what a plugin was given in code. */
  readonly providers?: Readonly<Record<string, unknown>>
  /** What models cost. Default: unknown. */
  readonly prices?: PriceSource
  /** The outside world; what is left out is the platform's own. */
  readonly host?: Partial<ProviderHost>
}

export interface TurnOptions extends RunOptions {
  /** The history of this turn, in place of the agent's own. */
  readonly messages?: readonly Message[]
  /** What was decided of `pendingApprovals`, by id of the call. */
  readonly approvals?: Readonly<Record<string, ApprovalDecision>>
  readonly signal?: AbortSignal
}

/** A text, or the parts of a message, or messages. Empty: go on with the calls that wait. */
export type AgentInput = string | UserMessage['content'] | readonly Message[]

export function toMessages(input: AgentInput): readonly Message[] {
  if (typeof input === 'string') return [{ role: 'user', content: [{ type: 'text', text: input }] }]
  const [first] = input
  if (first === undefined) return []
  return 'role' in first
    ? (input as readonly Message[])
    : [{ role: 'user', content: input as UserMessage['content'] }]
}

const requestFields = [
  'toolChoice',
  'parallelToolCalls',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'stopSequences',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'reasoning',
  'cache',
  'user',
  'metadata',
  'providerOptions',
] as const satisfies readonly (keyof RequestOptions)[]

/** The part of the settings that goes to the model. */
export function requestOptions(settings: RunOptions): RequestOptions {
  const request: Record<string, unknown> = {}
  for (const field of requestFields) {
    if (settings[field] !== undefined) request[field] = settings[field]
  }
  if (settings.output !== undefined) request['output'] = toOutput(settings.output)
  return request
}

function toOutput(output: NonNullable<RunOptions['output']>): OutputSchema {
  if ('~standard' in output) {
    const schema = (output as StandardSchema)['~standard'].jsonSchema?.output({
      target: 'draft-2020-12',
    })
    if (schema === undefined) throw new TypeError('The schema of `output` cannot give JSON Schema.')
    return { schema: schema as JsonObject }
  }
  return 'schema' in output ? (output as OutputSchema) : { schema: output as JsonObject }
}
