import { ProviderError } from '@autobot/core'
import type { HistogramMetricData } from '@opentelemetry/sdk-metrics'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { otel } from '../src/index.ts'
import { callOf, collector, look, standIn, text, type StandIn } from './stand-in.ts'

let seen: ReturnType<typeof collector>
beforeEach(() => {
  seen = collector()
})
afterEach(() => seen.undo())

const traced = (init: StandIn) => {
  const { meterProvider, tracerProvider } = seen
  const tracing = otel({ meterProvider, tracerProvider })
  return tracing.trace(standIn({ ...init, plugins: [tracing] }), { name: 'finder' })
}

test('durations in seconds and tokens, with the attributes and buckets of the convention', async () => {
  let time = 1_000_000
  const agent = traced({
    answers: [callOf('look', { where: 'here' }), text('done')],
    tools: [look],
    // Each look at the clock is a quarter of a second later.
    host: { now: () => (time += 250) },
  })
  await agent.run('find it')
  const metrics = (await seen.metrics()) as readonly HistogramMetricData[]
  const points = Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        count: value.count,
        sum: value.sum,
      })),
    ]),
  )
  const common = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'acme',
    'gen_ai.request.model': 'm',
  }
  const answered = { ...common, 'gen_ai.response.model': 'm-2026' }
  expect(points['gen_ai.client.token.usage']).toEqual([
    { attributes: { ...common, 'gen_ai.token.type': 'input' }, count: 1, sum: 40 },
    { attributes: { ...common, 'gen_ai.token.type': 'output' }, count: 1, sum: 5 },
    { attributes: { ...answered, 'gen_ai.token.type': 'input' }, count: 1, sum: 100 },
    { attributes: { ...answered, 'gen_ai.token.type': 'output' }, count: 1, sum: 20 },
  ])
  const some = expect.any(Number)
  expect(points['gen_ai.client.operation.duration']).toEqual([
    { attributes: common, count: 1, sum: some },
    { attributes: answered, count: 1, sum: some },
  ])
  expect(points['gen_ai.client.operation.time_to_first_chunk']).toHaveLength(2)
  expect(points['gen_ai.execute_tool.duration']).toEqual([
    {
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'look' },
      count: 1,
      sum: some,
    },
  ])
  const [run] = points['gen_ai.invoke_agent.duration'] ?? []
  expect(run?.attributes).toEqual({
    ...common,
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'finder',
  })
  // The same clock and the same moments as the span.
  const span = seen.spans().find(({ name }) => name === 'invoke_agent finder')
  const [seconds = 0, nanoseconds = 0] = span?.duration ?? []
  expect(run?.sum).toBeCloseTo(seconds + nanoseconds / 1e9, 6)
  expect(run?.sum).toBeGreaterThan(1)

  const units = Object.fromEntries(
    metrics.map(({ descriptor }) => [descriptor.name, descriptor.unit]),
  )
  expect(units['gen_ai.client.token.usage']).toBe('{token}')
  expect(units['gen_ai.client.operation.duration']).toBe('s')
  const [usage] = metrics.filter(({ descriptor }) => descriptor.unit === '{token}')
  expect(usage?.dataPoints[0]?.value.buckets.boundaries.slice(0, 4)).toEqual([1, 4, 16, 64])
})

test('a failure is counted with its kind, and tokens that nobody told are not', async () => {
  const error = new ProviderError('no', { code: 'auth', provider: 'acme' })
  await expect(traced({ answers: [[error]] }).run('hello')).rejects.toMatchObject({ code: 'auth' })
  const metrics = (await seen.metrics()) as readonly HistogramMetricData[]
  const kinds = metrics.flatMap(({ descriptor, dataPoints }) =>
    dataPoints.map(({ attributes }) => `${descriptor.name} ${String(attributes['error.type'])}`),
  )
  expect(kinds).toEqual([
    'gen_ai.client.operation.duration auth',
    'gen_ai.invoke_agent.duration auth',
  ])
})
