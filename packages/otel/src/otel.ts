import type { Agent, AgentEvent, RunResult } from '@autobot/core'
import { definePlugin, type Plugin } from '@autobot/core/provider'
import {
  context,
  createContextKey,
  metrics,
  trace,
  type MeterProvider,
  type TracerProvider,
} from '@opentelemetry/api'
import { createContentWriter } from './content.ts'
import { createInstruments } from './instruments.ts'
import { startRun, type RunTrace, type TracedAgent } from './run-trace.ts'

export interface OtelOptions {
  /** Writes prompts, answers, arguments and results into the spans. Default false. */
  readonly content?: boolean
  /** Goes over content before it is written. */
  readonly redact?: (text: string) => string
  /** Default: the one that the application registered. */
  readonly tracerProvider?: TracerProvider
  readonly meterProvider?: MeterProvider
}

/**
 * Two parts of one thing: as a plugin it sees the requests, with their settings and tools; `trace`
 * sees all that happens in a run. With `trace` alone, spans lack what only a request holds.
 */
export interface OtelPlugin extends Plugin {
  /** The same agent; each of its runs becomes a trace. */
  trace(agent: Agent, described?: TracedAgent): Agent
}

// Hooks know no run: it comes with the context in which they are called.
const runKey = createContextKey('autobot.run')

/** Spans and metrics of the OpenTelemetry conventions for GenAI. */
export function otel(options: OtelOptions = {}): OtelPlugin {
  const scope = '@autobot/otel'
  const tracer = (options.tracerProvider ?? trace).getTracer(scope)
  const instruments = createInstruments((options.meterProvider ?? metrics).getMeter(scope))
  const content = createContentWriter(options.content ?? false, options.redact)

  const plugin = definePlugin({
    name: scope,
    description: 'Agents as OpenTelemetry spans and metrics.',
    register: (registry) =>
      registry.hook({
        name: scope,
        beforeModel({ request }) {
          const run = context.active().getValue(runKey) as RunTrace | undefined
          run?.request(request)
        },
      }),
  })

  function traceAgent(agent: Agent, described: TracedAgent = {}): Agent {
    const telemetry = { tracer, instruments, content, now: agent.registry.host.now }

    async function* stream(...args: Parameters<Agent['stream']>): AsyncGenerator<AgentEvent> {
      const run = startRun(telemetry, described, context.active())
      const inside = <T>(work: () => T): T => context.with(run.context.setValue(runKey, run), work)
      const events = inside(() => agent.stream(...args))
      try {
        for (;;) {
          // Each part of the run begins inside the span that it belongs to.
          const next = await inside(() => events.next())
          if (next.done === true) break
          run.event(next.value)
          yield next.value
        }
      } catch (error) {
        run.end(error)
        throw error
      } finally {
        try {
          await inside(() => events.return(undefined))
        } finally {
          run.end()
        }
      }
    }

    async function run(...args: Parameters<Agent['run']>): Promise<RunResult> {
      let result: RunResult | undefined
      for await (const event of stream(...args)) {
        if (event.type === 'run_end') result = event.result
      }
      if (result === undefined) throw new Error('The run ended without a result.')
      return result
    }

    // With its getters, which a copy by spread would ask once.
    const members = Object.getOwnPropertyDescriptors(agent) as PropertyDescriptorMap
    const own = {
      stream: { value: stream, enumerable: true },
      run: { value: run, enumerable: true },
    }
    return Object.freeze(Object.defineProperties({}, { ...members, ...own })) as Agent
  }

  return Object.freeze({ ...plugin, trace: traceAgent })
}
