import { context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { otel, plugin } from '../src/index.ts'
import { callOf, collector, look, standIn, text } from './stand-in.ts'

test('without an SDK the agent works as it did', async () => {
  const tracing = otel({ content: true })
  const agent = tracing.trace(
    standIn({
      answers: [callOf('look', { where: 'here' }), text('done')],
      tools: [look],
      plugins: [tracing],
    }),
  )
  expect((await agent.run('find it')).text).toBe('done')
  await agent.dispose()
})

test('without a context manager, or without the plugin, only what a request holds is missing', async () => {
  const seen = collector()
  context.disable()
  const { meterProvider, tracerProvider } = seen
  const tracing = otel({ meterProvider, tracerProvider })
  const plugins = [[tracing], []] as const
  for (const some of plugins) {
    const agent = tracing.trace(standIn({ answers: [text('done')], plugins: some }))
    await agent.run('hello', { temperature: 1 })
  }
  expect(seen.tree()).toEqual([
    'invoke_agent > chat m',
    'invoke_agent',
    'invoke_agent > chat m',
    'invoke_agent',
  ])
  for (const { attributes } of seen.spans()) {
    expect(attributes['gen_ai.request.model']).toBe('m')
    expect(attributes).not.toHaveProperty('gen_ai.request.temperature')
  }
  await seen.undo()
})

test('it is a plugin by its name in a configuration', () => {
  expect(plugin({}).name).toBe('@autobot/otel')
  expect(plugin().contract).toBe(1)
})
