import type { AgentEvent } from './contract/agent-event.ts'
import { runAgent } from './agent/loop.ts'
import type { RunResult } from './contract/run-result.ts'
import { createIdSource } from './agent/tool-call-id.ts'
import {
  requestOptions,
  toMessages,
  type AgentInput,
  type AgentOptions,
  type TurnOptions,
} from './agent-options.ts'
import { createToolFinder } from './all-tools.ts'
import { batched, batchesOf } from './batch/batched.ts'
import { createChat } from './call/chat.ts'
import type { Message } from './contract/message.ts'
import type { Warning } from './contract/response.ts'
import { orAbort } from './errors/or-abort.ts'
import { defaultHost } from './host/default-host.ts'
import { createRegistry, type Registry } from './registry/registry.ts'

export interface Agent {
  /** One turn; continues the agent's conversation. Throws what `stream` throws. */
  run(input: AgentInput, options?: TurnOptions): Promise<RunResult>
  /**
   * One turn, as it happens. Leaving the loop aborts it; the conversation keeps the answers and
   * results that were whole by then.
   */
  stream(input: AgentInput, options?: TurnOptions): AsyncGenerator<AgentEvent>
  /** Says something to a turn that runs: the model reads it with its next call. */
  steer(input: AgentInput): void
  /** The conversation so far, without the system text. */
  readonly messages: readonly Message[]
  readonly registry: Registry
  /** Stops providers, MCP servers and plugins. */
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Made once: to collect a stack for each turn costs more than the rest of its end. */
const gone = new Error('The consumer left the loop.')

/** An agent: a model, plugins and tools, and one conversation. Starts nothing before its first run. */
export function createAgent(options: AgentOptions): Agent {
  const host = defaultHost(options.host)
  const registry = createRegistry({
    plugins: options.plugins,
    host,
    ...(options.providers !== undefined && { providers: options.providers }),
  })
  const call = createChat(registry, options)
  const hooks = [...registry.hooks, ...(options.hooks ?? [])]
  const observers = hooks.filter(({ event }) => event !== undefined)
  const findTools = createToolFinder(options.tools ?? [], registry)
  const steering: Message[] = []
  let conversation: readonly Message[] = []
  let starting: Promise<readonly Warning[]> | undefined

  const stream = (input: AgentInput, turn: TurnOptions = {}): AsyncGenerator<AgentEvent> =>
    batched(streamBatches(input, turn), turn.signal)

  async function* streamBatches(
    input: AgentInput,
    turn: TurnOptions,
  ): AsyncGenerator<readonly AgentEvent[]> {
    const settings = { ...options, ...turn }
    const { approvals, approve } = settings
    const leave = new AbortController()
    const unlink = link(turn.signal, leave)
    try {
      // A wrong model or a missing key is an error before any tool server is waited for.
      await waitFor(settings.model, leave.signal, () => registry.resolve(settings.model))
      const started = await waitFor(
        settings.model,
        leave.signal,
        () => (starting ??= registry.start()),
      )
      const { tools, warnings } = await waitFor(settings.model, leave.signal, () =>
        findTools(leave.signal),
      )
      const history = turn.messages ?? conversation
      const events = runAgent({
        call,
        model: settings.model,
        ...pick(settings, [
          'fallback',
          'stopWhen',
          'toolConcurrency',
          'toolTimeoutMs',
          'prices',
          'maxCostUsd',
        ]),
        ...((approvals !== undefined || approve !== undefined) && {
          approve: async (asked, tool) =>
            (approvals !== undefined && Object.hasOwn(approvals, asked.id)
              ? approvals[asked.id]
              : undefined) ??
            (await approve?.(asked, tool)) ?? { action: 'defer' },
        }),
        steering: () => steering.splice(0),
        history: withSystem(history, settings.system),
        input: toMessages(input),
        tools: settings.toolFilter === undefined ? tools : tools.filter(settings.toolFilter),
        request: requestOptions(settings),
        hooks,
        maxSteps: settings.maxSteps ?? 20,
        signal: leave.signal,
        newId: createIdSource(history, host.random),
        now: host.now,
        warnings: [...started, ...warnings],
        left(messages) {
          conversation = messages.slice(hasText(settings.system) ? 1 : 0)
        },
      })
      for await (const batch of batchesOf(events)) {
        const [event] = batch
        // Comes alone.
        if (event?.type === 'run_end') {
          conversation = event.result.messages.slice(hasText(settings.system) ? 1 : 0)
        }
        if (observers.length > 0) observe(batch)
        yield batch
      }
    } finally {
      unlink()
      leave.abort(gone)
    }
  }

  function observe(batch: readonly AgentEvent[]): void {
    for (const event of batch) {
      for (const hook of observers) {
        try {
          hook.event?.(event)
        } catch (error) {
          host.log('warn', `The hook ${hook.name} failed with an event: ${String(error)}`)
        }
      }
    }
  }

  return Object.freeze({
    stream,
    async run(input: AgentInput, turn?: TurnOptions) {
      let result: RunResult | undefined
      for await (const event of stream(input, turn)) {
        if (event.type === 'run_end') result = event.result
      }
      if (result === undefined) throw new Error('The run ended without a result.')
      return result
    },
    steer: (input: AgentInput) => void steering.push(...toMessages(input)),
    get messages() {
      return conversation
    },
    registry,
    dispose: () => registry.dispose(),
    [Symbol.asyncDispose]: () => registry.dispose(),
  })
}

/** What comes before the first call may take long: a program that starts, a login. */
function waitFor<T>(model: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return orAbort(model.split('/', 1)[0] ?? '', signal, work)
}

/** Hands an abort on. A listener of our own: `AbortSignal.any` keeps both signals alive. */
function link(signal: AbortSignal | undefined, controller: AbortController): () => void {
  if (signal === undefined) return () => undefined
  const abort = (): void => controller.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return () => signal.removeEventListener('abort', abort)
}

function withSystem(history: readonly Message[], system: string | undefined): readonly Message[] {
  if (!hasText(system)) return history
  return [{ role: 'system', content: [{ type: 'text', text: system }] }, ...history]
}

function hasText(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}

/** The fields that are there. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const picked: Partial<Pick<T, K>> = {}
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key]
  return picked as Pick<T, K>
}
