// An agent of two providers, `acme` and `spare`, that answer with what a test gives them.
import {
  configSchema,
  createAgent,
  definePlugin,
  defineProvider,
  defineTool,
  type Agent,
  type AgentOptions,
  type ChatDelta,
} from '@autobot/core'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'

/** What a provider does with one request: yields, and throws what is an error. */
export type Answer = readonly (ChatDelta | Error)[]

export const text = (words: string): Answer => [
  { type: 'start', responseId: 'resp_1', model: 'm-2026' },
  { type: 'text', text: words },
  { type: 'usage', usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 60 } },
  { type: 'finish', reason: 'stop' },
]

export const callOf = (name: string, input: object, id = 'c1'): Answer => [
  { type: 'tool_call', id, name, argumentsText: JSON.stringify(input), complete: true },
  { type: 'usage', usage: { inputTokens: 40, outputTokens: 5 } },
  { type: 'finish', reason: 'tool_calls' },
]

export interface StandIn extends Omit<Partial<AgentOptions>, 'plugins'> {
  readonly answers: readonly Answer[]
  readonly plugins?: AgentOptions['plugins']
  /** Called inside each request. */
  readonly inside?: () => void
}

export function standIn({ answers, inside, plugins = [], ...options }: StandIn): Agent {
  const left = [...answers]
  const make = (prefix: string) =>
    defineProvider({
      prefix,
      displayName: prefix,
      environment: [],
      configSchema: configSchema({ type: 'object' }),
      create: () => ({
        capabilities: () => ({}),
        async *stream() {
          await Promise.resolve()
          inside?.()
          for (const step of left.shift() ?? []) {
            if (step instanceof Error) throw step
            yield step
          }
        },
      }),
    })
  const providers = definePlugin({
    name: 'stand-in',
    register(registry) {
      registry.provider(make('acme'))
      registry.provider(make('spare'))
    },
  })
  return createAgent({ model: 'acme/m', ...options, plugins: [providers, ...plugins] })
}

export const look = defineTool<{ readonly where: string }>({
  name: 'look',
  description: 'Looks somewhere.',
  inputSchema: { type: 'object', properties: { where: { type: 'string' } } },
  execute({ where }) {
    if (where === 'nowhere') throw new Error('there is no secret place')
    return `saw the secret at ${where}`
  },
})

/** A tracer, a meter and what they were given; `undo` takes the context manager out again. */
export function collector() {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 1_000_000,
  })
  const meterProvider = new MeterProvider({ readers: [reader] })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  return {
    tracerProvider,
    meterProvider,
    spans: (): readonly ReadableSpan[] => exporter.getFinishedSpans(),
    /** `parent > name`, in the order of their end. */
    tree(): readonly string[] {
      const spans = exporter.getFinishedSpans()
      const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
      return spans.map((span) => {
        const parent = span.parentSpanContext?.spanId
        return parent === undefined ? span.name : `${names.get(parent)} > ${span.name}`
      })
    },
    async metrics() {
      await reader.forceFlush()
      const [last] = metricExporter.getMetrics().slice(-1)
      return (last?.scopeMetrics ?? []).flatMap((scope) => scope.metrics)
    },
    async undo() {
      context.disable()
      trace.disable()
      await meterProvider.shutdown()
      await tracerProvider.shutdown()
    },
  }
}
