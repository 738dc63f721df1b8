import {
  createAgent,
  defaultHost,
  ProviderError,
  type Agent,
  type AgentEvent,
  type AgentInput,
  type AgentOptions,
  type Plugin,
  type RunResult,
  type TurnOptions,
} from '@autobot/core'
import type {
  Capabilities,
  ChatDelta,
  PreparedRequest,
  Provider,
  ProviderHost,
} from '@autobot/core/provider'
import { fakeHost } from '../fake-host.ts'
import type { WireAnswer, WireRequest, WireServer } from '../wire/wire.ts'
import { CaseFailed } from './case-outcome.ts'
import { watchPlugin, type WatchedCall } from './watch.ts'

/** What a run came to: never thrown, so that a case can look at it. */
export interface Outcome {
  readonly events: readonly AgentEvent[]
  readonly result?: RunResult
  readonly error?: unknown
}

export interface StageOptions {
  readonly plugin: Plugin
  readonly server: WireServer
  readonly config: unknown
  readonly prefix: string
  /** With prefix. */
  readonly model: string
  readonly secrets: Readonly<Record<string, string>>
  readonly agent: Partial<AgentOptions>
  /** Milliseconds for what should happen at once. */
  readonly patienceMs: number
}

/** An agent, the provider and the server of one case. */
export interface Stage {
  readonly server: WireServer
  readonly agent: Agent
  /** The provider's calls, as core made them. */
  readonly calls: readonly WatchedCall[]
  /** What broke the contract. */
  readonly complaints: readonly string[]
  /** Lines that the provider logged, and texts that people read. */
  readonly shown: readonly string[]
  /** What came, for a failure's report. */
  readonly came: readonly string[]
  answer(...answers: readonly WireAnswer[]): void
  capabilities(): Promise<Capabilities>
  provider(): Promise<Provider>
  ask(input: AgentInput, options?: TurnOptions): Promise<Outcome>
  /** As `ask`, and fails the case unless there is a result. */
  run(input: AgentInput, options?: TurnOptions): Promise<RunResult>
  /** As `ask`, and fails the case unless there is a ProviderError. */
  fails(input: AgentInput, options?: TurnOptions): Promise<ProviderError>
  /** One call of the provider without core. */
  deltas(
    request: Partial<PreparedRequest>,
    signal?: AbortSignal,
  ): Promise<{ readonly deltas: readonly ChatDelta[]; readonly error?: unknown }>
  /** The request of that number, from 1; the last one by default. Fails when it did not come. */
  request(number?: number): WireRequest
  /** Fails when it takes longer than the patience. */
  soon<T>(what: string, promise: Promise<T>): Promise<T>
  close(): Promise<void>
}

export function openStage(options: StageOptions): Stage {
  const { server, prefix, patienceMs } = options
  const calls: WatchedCall[] = []
  const complaints: string[] = []
  const shown: string[] = []
  const came: string[] = []
  const model = options.model.slice(prefix.length + 1)
  const fake = fakeHost({ secrets: options.secrets, now: 1_767_225_600_000 })
  const host: ProviderHost = {
    ...fake,
    fetch: defaultHost().fetch,
    log: (_level, message, fields) => void shown.push(`${message} ${JSON.stringify(fields ?? {})}`),
  }
  const agent = createAgent({
    model: options.model,
    retry: { maxRetries: 0 },
    ...options.agent,
    plugins: [
      watchPlugin(options.plugin, calls, (text) => void complaints.push(text)),
      ...(options.agent.plugins ?? []),
    ],
    providers: { [prefix]: options.config, ...options.agent.providers },
    host: { ...host, ...options.agent.host },
  })
  const provider = async (): Promise<Provider> =>
    (await agent.registry.resolve(options.model)).provider

  const ask: Stage['ask'] = async (input, turn) => {
    const events: AgentEvent[] = []
    try {
      for await (const event of agent.stream(input, turn)) {
        events.push(event)
        if (event.type === 'warning') shown.push(event.warning.message)
      }
      const last = events.at(-1)
      const result = last?.type === 'run_end' ? last.result : undefined
      came.push(said(events))
      return { events, ...(result !== undefined && { result }) }
    } catch (error) {
      came.push(`${said(events)} then ${text(error)}`)
      shown.push(text(error))
      return { events, error }
    }
  }
  const soon: Stage['soon'] = (what, promise) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new CaseFailed(`${what} did not happen within ${patienceMs} ms.`)),
        patienceMs,
      )
    })
    return Promise.race([promise, late]).finally(() => clearTimeout(timer))
  }

  return {
    server,
    agent,
    calls,
    complaints,
    shown,
    came,
    answer: (...answers) => server.answer(...answers),
    capabilities: async () => (await provider()).capabilities(model),
    provider,
    ask,
    async run(input, turn) {
      const { result, error } = await ask(input, turn)
      if (error !== undefined) throw new CaseFailed(`An answer was expected: ${text(error)}`)
      if (result === undefined) throw new CaseFailed('The run ended without a result.')
      return result
    },
    async fails(input, turn) {
      const { error } = await ask(input, turn)
      if (ProviderError.is(error)) return error
      throw new CaseFailed(
        error === undefined
          ? 'An error was expected, and an answer came.'
          : `A ProviderError was expected: ${text(error)}`,
      )
    },
    async deltas(request, signal = new AbortController().signal) {
      const deltas: ChatDelta[] = []
      try {
        const question = { role: 'user', content: [{ type: 'text', text: 'hi' }] } as const
        const asked = { model, messages: [question], ...request }
        for await (const delta of (await provider()).stream(asked, { signal })) deltas.push(delta)
        return { deltas }
      } catch (error) {
        shown.push(text(error))
        came.push(text(error))
        return { deltas, error }
      }
    },
    request(number = server.requests.length) {
      const request = server.requests[number - 1]
      if (request === undefined) throw new CaseFailed(`Request ${number} was not sent.`)
      return request
    },
    soon,
    async close() {
      await agent.dispose()
      await server.close()
    },
  }
}

/** All of an error that people may read. */
export function text(error: unknown): string {
  if (!ProviderError.is(error)) return error instanceof Error ? error.message : String(error)
  const { code, message, hint, status } = error
  const cause = error.cause instanceof Error ? ` cause: ${error.cause.message}` : ''
  return `ProviderError ${code}${status === undefined ? '' : ` ${status}`}: ${message}${hint === undefined ? '' : ` (${hint})`}${cause}`
}

function said(events: readonly AgentEvent[]): string {
  const parts = events.map((event) => {
    switch (event.type) {
      case 'text_delta':
      case 'reasoning_delta':
        return `${event.type} ${JSON.stringify(event.text)}`
      case 'tool_call_end':
        return `tool_call ${event.part.name}(${event.part.argumentsText})`
      case 'response_end':
        return `response_end ${event.response.finishReason} ${JSON.stringify(event.response.usage)}`
      default:
        return event.type
    }
  })
  return parts.join(', ')
}
