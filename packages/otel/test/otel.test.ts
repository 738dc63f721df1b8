import { agentTool, ProviderError, type Agent, type AgentEvent } from '@autobot/core'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { otel, type OtelOptions } from '../src/index.ts'
import { callOf, collector, look, standIn, text, type StandIn } from './stand-in.ts'

let seen: ReturnType<typeof collector>
beforeEach(() => {
  seen = collector()
})
afterEach(() => seen.undo())

const traced = (
  init: StandIn,
  options: OtelOptions = {},
  described: Parameters<ReturnType<typeof otel>['trace']>[1] = {},
): Agent => {
  const { meterProvider, tracerProvider } = seen
  const tracing = otel({ meterProvider, tracerProvider, ...options })
  return tracing.trace(standIn({ ...init, plugins: [tracing] }), described)
}
const failing = (code: 'auth' | 'overloaded', retryable = false): ProviderError =>
  new ProviderError('The key is not valid.', { code, provider: 'acme', retryable, retryAfterMs: 1 })
const span = (name: string) => seen.spans().filter((one) => one.name === name)

test('a run is a span; its model calls and tools are its children', async () => {
  const agent = traced(
    { answers: [callOf('look', { where: 'here' }), text('done')], tools: [look] },
    {},
    { name: 'finder', id: 'a1', version: '2', conversationId: () => 'cli:default' },
  )
  const result = await agent.run('find it', { temperature: 0.5, maxOutputTokens: 99 })
  expect(result.text).toBe('done')
  expect(seen.tree()).toEqual([
    'invoke_agent finder > chat m',
    'invoke_agent finder > execute_tool look',
    'invoke_agent finder > chat m',
    'invoke_agent finder',
  ])
  expect(new Set(seen.spans().map((one) => one.spanContext().traceId)).size).toBe(1)
  const [first, second] = span('chat m')
  expect(first?.kind).toBe(SpanKind.CLIENT)
  const shown = {
    'gen_ai.agent.name': 'finder',
    'gen_ai.agent.id': 'a1',
    'gen_ai.conversation.id': 'cli:default',
  }
  expect(second?.attributes).toEqual({
    ...shown,
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'acme',
    'gen_ai.request.model': 'm',
    'gen_ai.request.stream': true,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.max_tokens': 99,
    'gen_ai.response.id': 'resp_1',
    'gen_ai.response.model': 'm-2026',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.response.time_to_first_chunk': expect.any(Number),
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.cache_read.input_tokens': 60,
  })
  expect(span('execute_tool look')[0]?.attributes).toEqual({
    ...shown,
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'look',
    'gen_ai.tool.call.id': expect.any(String),
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.description': 'Looks somewhere.',
  })
  const [run] = span('invoke_agent finder')
  expect(run?.kind).toBe(SpanKind.INTERNAL)
  expect(run?.status.code).toBe(SpanStatusCode.UNSET)
  expect(run?.attributes).toEqual({
    ...shown,
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.version': '2',
    'gen_ai.provider.name': 'acme',
    'gen_ai.request.model': 'm',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 140,
    'gen_ai.usage.output_tokens': 25,
    'gen_ai.usage.cache_read.input_tokens': 60,
  })
})

test('the events and the conversation are those of the agent itself', async () => {
  const answers = [callOf('look', { where: 'here' }), text('done')]
  const plain = standIn({ answers, tools: [look] })
  const agent = traced({ answers, tools: [look] })
  const types = async (from: AsyncIterable<AgentEvent>): Promise<readonly string[]> => {
    const found: string[] = []
    for await (const event of from) found.push(event.type)
    return found
  }
  expect(await types(agent.stream('find it'))).toEqual(await types(plain.stream('find it')))
  expect(agent.messages.length).toBe(plain.messages.length)
  expect(agent.messages.length).toBe(4)
})

test('what was said is nowhere, unless it is asked for', async () => {
  const answers = [
    callOf('look', { where: 'a secret' }),
    callOf('look', { where: 'nowhere' }, 'c2'),
  ]
  const init: StandIn = {
    answers: [...answers, text('the secret is told')],
    tools: [look],
    system: 'keep the secret',
  }
  await traced(init).run('what is the secret?')
  const all = seen.spans().map(({ attributes, events, status }) => [attributes, events, status])
  expect(JSON.stringify(all)).not.toContain('secret')

  await traced(init, { content: true }).run('what is the secret?')
  const [first, tool, , wrong, last] = seen.spans().slice(6)
  expect(JSON.parse(String(first?.attributes['gen_ai.system_instructions']))).toEqual([
    { type: 'text', content: 'keep the secret' },
  ])
  expect(JSON.parse(String(first?.attributes['gen_ai.input.messages']))).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'what is the secret?' }] },
  ])
  expect(JSON.parse(String(first?.attributes['gen_ai.output.messages']))).toMatchObject([
    {
      role: 'assistant',
      parts: [{ type: 'tool_call', name: 'look', arguments: { where: 'a secret' } }],
      finish_reason: 'tool_call',
    },
  ])
  expect(JSON.parse(String(first?.attributes['gen_ai.tool.definitions']))).toMatchObject([
    { type: 'function', name: 'look' },
  ])
  expect(tool?.attributes['gen_ai.tool.call.arguments']).toBe('{"where":"a secret"}')
  expect(tool?.attributes['gen_ai.tool.call.result']).toBe('"saw the secret at a secret"')
  expect(wrong?.attributes['gen_ai.tool.call.result']).toContain('there is no secret place')
  expect(JSON.parse(String(last?.attributes['gen_ai.input.messages']))).toMatchObject([
    { role: 'user' },
    { role: 'assistant' },
    {
      role: 'tool',
      parts: [{ type: 'tool_call_response', response: 'saw the secret at a secret' }],
    },
    { role: 'assistant' },
    { role: 'tool' },
  ])
})

test('content goes through the redactor, and bytes of files stay out', async () => {
  const data = new TextEncoder().encode('picture')
  const agent = traced(
    { answers: [text('sk-123 seen')] },
    { content: true, redact: (words) => words.replaceAll(/sk-\d+/g, '[redacted]') },
  )
  await agent.run([
    { type: 'text', text: 'my key is sk-456' },
    { type: 'file', mediaType: 'image/png', data, name: 'a.png' },
    { type: 'file', mediaType: 'application/pdf', url: 'https://example.com/a.pdf' },
  ])
  const [chat] = span('chat m')
  const [message] = JSON.parse(String(chat?.attributes['gen_ai.input.messages']))
  expect(message.parts).toEqual([
    { type: 'text', content: 'my key is [redacted]' },
    { type: 'file_bytes', mime_type: 'image/png', modality: 'image', name: 'a.png', bytes: 7 },
    {
      type: 'uri',
      mime_type: 'application/pdf',
      modality: 'document',
      uri: 'https://example.com/a.pdf',
    },
  ])
  expect(chat?.attributes['gen_ai.output.messages']).toContain('[redacted] seen')
})

test('a failure marks the call and the run, and reaches the caller as it was', async () => {
  const agent = traced({ answers: [[failing('auth')]] })
  await expect(agent.run('hello')).rejects.toThrow(ProviderError)
  expect(seen.tree()).toEqual(['invoke_agent > chat m', 'invoke_agent'])
  for (const { attributes, status } of seen.spans()) {
    expect(attributes['error.type']).toBe('auth')
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'The key is not valid.' })
  }
})

test('a run that cannot begin is a span too', async () => {
  const agent = traced({ answers: [] })
  await expect(agent.run('hello', { model: 'unknown/m' })).rejects.toThrow('unknown')
  expect(seen.tree()).toEqual(['invoke_agent'])
  expect(seen.spans()[0]?.status.code).toBe(SpanStatusCode.ERROR)
})

test('a retry is an event of the call that it belongs to', async () => {
  const agent = traced({ answers: [[failing('overloaded', true)], text('at last')] })
  expect((await agent.run('hello')).text).toBe('at last')
  const [chat, more] = span('chat m')
  expect(more).toBeUndefined()
  expect(chat?.status.code).toBe(SpanStatusCode.UNSET)
  expect(chat?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    [
      'autobot.retry',
      {
        'autobot.retry.attempt': 1,
        'autobot.retry.delay_ms': expect.any(Number),
        'error.type': 'overloaded',
      },
    ],
  ])
})

test('a fallback is a failed call and another one to the next model', async () => {
  const agent = traced({ answers: [[failing('auth')], text('from the spare')] })
  await agent.run('hello', { fallback: ['spare/s'] })
  expect(seen.tree()).toEqual(['invoke_agent > chat m', 'invoke_agent > chat s', 'invoke_agent'])
  expect(span('chat m')[0]?.attributes['error.type']).toBe('auth')
  const [spare] = span('chat s')
  expect(spare?.attributes).toMatchObject({
    'gen_ai.provider.name': 'spare',
    'gen_ai.usage.output_tokens': 20,
  })
  expect(spare?.attributes['error.type']).toBeUndefined()
})

test('a tool that fails is marked, the run goes on', async () => {
  const agent = traced({
    answers: [callOf('look', { where: 'nowhere' }), text('not found')],
    tools: [look],
  })
  expect((await agent.run('find it')).text).toBe('not found')
  const [tool] = span('execute_tool look')
  expect(tool?.attributes['error.type']).toBe('tool_error')
  expect(tool?.status).toEqual({ code: SpanStatusCode.ERROR })
  expect(span('invoke_agent')[0]?.status.code).toBe(SpanStatusCode.UNSET)
})

test('who leaves the loop leaves no span open', async () => {
  const agent = traced({ answers: [text('a long answer')] })
  for await (const event of agent.stream('hello')) if (event.type === 'text_delta') break
  expect(seen.tree()).toEqual(['invoke_agent > chat m', 'invoke_agent'])
  for (const { attributes } of seen.spans()) expect(attributes['error.type']).toBe('aborted')
})

test('what a request does inside is a child of its call', async () => {
  const tracer = seen.tracerProvider.getTracer('http')
  const inside = (): void => tracer.startSpan('POST').end()
  const parent = tracer.startSpan('the application')
  const { context } = await import('@opentelemetry/api')
  await context.with(trace.setSpan(context.active(), parent), () =>
    traced({ answers: [text('done')], inside }).run('hello'),
  )
  parent.end()
  expect(seen.tree()).toEqual([
    'chat m > POST',
    'invoke_agent > chat m',
    'the application > invoke_agent',
    'the application',
  ])
})

test('an agent that is a tool of another one runs inside its run', async () => {
  const inner = traced({ answers: [text('inner')] }, {}, { name: 'inner' })
  const ask = agentTool(inner, { name: 'ask', description: 'Asks.' })
  const answers = [callOf('ask', { task: 'x' }), text('outer')]
  await traced({ answers, tools: [ask] }, {}, { name: 'outer' }).run('hello')
  expect(seen.tree()).toEqual([
    'invoke_agent outer > chat m',
    'invoke_agent inner > chat m',
    'invoke_agent outer > invoke_agent inner',
    'invoke_agent outer > execute_tool ask',
    'invoke_agent outer > chat m',
    'invoke_agent outer',
  ])
})

test('runs at the same time keep their requests apart', async () => {
  const agent = traced({ answers: [text('a'), text('b'), text('c')] })
  const runs = [0.1, 0.2, 0.3].map((temperature) =>
    agent.run('hello', { temperature, messages: [] }),
  )
  await Promise.all(runs)
  const found = span('chat m').map(({ attributes }) => attributes['gen_ai.request.temperature'])
  expect(new Set(found)).toEqual(new Set([0.1, 0.2, 0.3]))
  expect(new Set(seen.spans().map((one) => one.spanContext().traceId)).size).toBe(3)
})

test('prefixes have the names of the convention, and a known price the cost', async () => {
  const { nameModel } = await import('../src/provider-names.ts')
  expect(nameModel('bedrock/us.a/b:0')).toEqual({ provider: 'aws.bedrock', model: 'us.a/b:0' })
  expect(nameModel('openai/gpt-5').provider).toBe('openai')
  const agent = traced({ answers: [text('a')], prices: () => ({ input: 1, output: 2 }) })
  await agent.run('hello')
  expect(span('invoke_agent')[0]?.attributes['autobot.cost_usd']).toBeCloseTo(140e-6, 12)
})
