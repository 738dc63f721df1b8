import type { AgentEvent } from './agent/events.ts'
import { runAgent } from './agent/loop.ts'
import type { RunResult } from './agent/run-result.ts'
import type { StopCondition } from './agent/stop.ts'
import { createIdSource } from './agent/tool-call-id.ts'
import { createChat, type ChatOptions } from './call/chat.ts'
import type { Hook } from './contract/hook.ts'
import type { Message, UserMessage } from './contract/message.ts'
import type { Plugin } from './contract/plugin.ts'
import type { ProviderHost } from './contract/provider.ts'
import type { RequestOptions } from './contract/request.ts'
import type { Warning } from './contract/response.ts'
import type { Tool } from './contract/tool.ts'
import { ConfigError } from './errors/config-error.ts'
import { defaultHost } from './host/default-host.ts'
import { createRegistry, type Registry } from './registry/registry.ts'

export interface RunOptions extends RequestOptions {
  /** `prefix/model`. */
  readonly model?: string
  /** Tried in this order when a model fails before its first fragment. */
  readonly fallback?: readonly string[]
  readonly system?: string
  /** Model calls of one run. Default 20. */
  readonly maxSteps?: number
  readonly stopWhen?: StopCondition
  /** Only the tools that pass. Default all. */
  readonly toolFilter?: (tool: Tool) => boolean
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
  /** The outside world; what is left out is the platform's own. */
  readonly host?: Partial<ProviderHost>
}

export interface TurnOptions extends RunOptions {
  /** The history of this turn, in place of the agent's own. */
  readonly messages?: readonly Message[]
  readonly signal?: AbortSignal
}

/** A text, or the parts of a message, or messages. */
export type AgentInput = string | UserMessage['content'] | readonly Message[]

export interface Agent {
  /** One turn; continues the agent's conversation. Throws what `stream` throws. */
  run(input: AgentInput, options?: TurnOptions): Promise<RunResult>
  /** One turn, as it happens. Leaving the loop aborts it. */
  stream(input: AgentInput, options?: TurnOptions): AsyncGenerator<AgentEvent>
  /** The conversation so far, without the system text. */
  readonly messages: readonly Message[]
  readonly registry: Registry
  /** Stops providers, MCP servers and plugins. */
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** An agent: a model, plugins and tools, and one conversation. Starts nothing before its first run. */
export function createAgent(options: AgentOptions): Agent {
  const host = defaultHost(options.host)
  const registry = createRegistry({
    plugins: options.plugins,
    host,
    ...(options.providers !== undefined && { providers: options.providers }),
  })
  const call = createChat(registry, options)
  let conversation: readonly Message[] = []
  let starting: Promise<readonly Warning[]> | undefined

  async function* stream(
    input: AgentInput,
    turn: TurnOptions = {},
  ): AsyncGenerator<AgentEvent> {
    const settings = { ...options, ...turn }
    const leave = new AbortController()
    const signal =
      turn.signal === undefined ? leave.signal : AbortSignal.any([turn.signal, leave.signal])
    // A wrong model is an error before any tool server is waited for.
    registry.check(settings.model)
    starting ??= registry.start()
    const warnings = [...(await starting)]
    const tools = await allTools(signal, warnings, settings.toolFilter)
    const history = turn.messages ?? conversation
    try {
      for await (const event of runAgent({
        call,
        model: settings.model,
        ...(settings.fallback !== undefined && { fallback: settings.fallback }),
        ...(settings.stopWhen !== undefined && { stopWhen: settings.stopWhen }),
        ...(settings.toolConcurrency !== undefined && { toolConcurrency: settings.toolConcurrency }),
        ...(settings.toolTimeoutMs !== undefined && { toolTimeoutMs: settings.toolTimeoutMs }),
        history: withSystem(history, settings.system),
        input: toMessages(input),
        tools,
        request: requestOptions(settings),
        hooks: [...registry.hooks, ...(options.hooks ?? [])],
        maxSteps: settings.maxSteps ?? 20,
        signal,
        newId: createIdSource(history, host.random),
        now: host.now,
        warnings,
      })) {
        if (event.type === 'run_end') conversation = withoutSystem(event.result.messages, settings.system)
        yield event
      }
    } finally {
      leave.abort(new Error('The consumer left the loop.'))
    }
  }

  async function allTools(
    signal: AbortSignal,
    warnings: Warning[],
    filter: ((tool: Tool) => boolean) | undefined,
  ): Promise<readonly Tool[]> {
    const owners = new Map<string, string>()
    const tools: Tool[] = []
    const add = (tool: Tool, owner: string): void => {
      const other = owners.get(tool.name)
      if (other !== undefined) {
        throw new ConfigError(`The tool "${tool.name}" comes from ${other} and from ${owner}.`, {
          path: `tools.${tool.name}`,
          hint: 'Rename one of them or leave one out.',
        })
      }
      owners.set(tool.name, owner)
      if (filter === undefined || filter(tool)) tools.push(tool)
    }
    for (const tool of options.tools ?? []) add(tool, 'the agent')
    for (const tool of registry.tools) add(tool, 'a plugin')
    const lists = await Promise.all(
      registry.toolSources.map(async (source) => ({ source, tools: await source.tools({ signal }) })),
    )
    for (const { source, tools: list } of lists) {
      for (const tool of list) add(tool, source.name)
      warnings.push(...(source.warnings?.() ?? []))
    }
    return tools
  }

  const agent: Agent = {
    stream,
    async run(input, turn) {
      let result: RunResult | undefined
      for await (const event of stream(input, turn)) {
        if (event.type === 'run_end') result = event.result
      }
      if (result === undefined) throw new Error('The run ended without a result.')
      return result
    },
    get messages() {
      return conversation
    },
    registry,
    dispose: () => registry.dispose(),
    [Symbol.asyncDispose]: () => registry.dispose(),
  }
  return Object.freeze(agent)
}

function toMessages(input: AgentInput): readonly Message[] {
  if (typeof input === 'string') return [{ role: 'user', content: [{ type: 'text', text: input }] }]
  const [first] = input
  if (first === undefined) return []
  return 'role' in first
    ? (input as readonly Message[])
    : [{ role: 'user', content: input as UserMessage['content'] }]
}

function withSystem(history: readonly Message[], system: string | undefined): readonly Message[] {
  if (system === undefined || system === '') return history
  return [{ role: 'system', content: [{ type: 'text', text: system }] }, ...history]
}

function withoutSystem(messages: readonly Message[], system: string | undefined): readonly Message[] {
  return system === undefined || system === '' ? messages : messages.slice(1)
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
  'output',
  'cache',
  'user',
  'metadata',
  'providerOptions',
] as const satisfies readonly (keyof RequestOptions)[]

function requestOptions(settings: RequestOptions): RequestOptions {
  const request: Record<string, unknown> = {}
  for (const field of requestFields) {
    if (settings[field] !== undefined) request[field] = settings[field]
  }
  return request
}
