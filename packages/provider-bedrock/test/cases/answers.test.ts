import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent, ChatRequest, ChatResponse } from '@autobot/core'
import { calling, models, say } from '../calling.ts'
import type { Calling } from '../calling.ts'
import type { BedrockAnswer } from '../simulator.ts'

let open: Calling
beforeEach(async () => {
  open = await calling()
})
afterEach(() => open.simulator.close())

const tools = [
  { name: 'weather', inputSchema: { type: 'object', properties: { city: { type: 'string' } } } },
]
const use = (input: unknown, toolUseId = 't1'): NonNullable<BedrockAnswer['content']>[number] => ({
  toolUse: { toolUseId, name: 'weather', ...(input !== undefined && { input }) },
})

// Of the two models, one streams tools; the other is asked over Converse.
describe.each([
  ['ConverseStream', models.nova, 'converse-stream'],
  ['Converse', models.llama4, 'converse'],
])('%s', (_name, model, operation) => {
  async function answer(script: BedrockAnswer, more: Partial<ChatRequest> = {}) {
    open.simulator.answer(script)
    const response = await open.ask({ model, messages: [say('Hi')], tools, ...more })
    expect(open.simulator.requests.at(-1)?.operation).toBe(operation)
    return response
  }

  test('TXT-01 TXT-02 TXT-16: text, finish, usage, request id', async () => {
    const response = await answer({ content: [{ text: 'Grüße 👋, mehr als ein Stück.' }] })
    expect(response).toMatchObject({
      text: 'Grüße 👋, mehr als ein Stück.',
      finishReason: 'stop',
      usage: { inputTokens: 10, outputTokens: 5 },
      requestId: 'request-1',
    })
  })

  test('TXT-04: blocks that stay empty are no parts', async () => {
    const { message } = await answer({ content: [{ text: '' }, { text: 'Hi' }, { text: '' }] })
    expect(message.content).toEqual([{ type: 'text', text: 'Hi' }])
  })

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['content_filtered', 'content_filter'],
    ['guardrail_intervened', 'guardrail_intervened'],
    ['model_context_window_exceeded', 'length'],
    ['brand_new', 'other'],
  ])('TXT-11 TXT-12 TXT-13 TXT-15: %s is %s', async (stopReason, finishReason) => {
    const response = await answer({ stopReason })
    expect(response).toMatchObject({ finishReason, rawFinishReason: stopReason })
  })

  test('TXT-14: nothing at all is an error that may be tried again', async () => {
    await expect(answer({ content: [] })).rejects.toMatchObject({
      code: 'bad_response',
      retryable: true,
    })
  })

  test.each(['malformed_model_output', 'malformed_tool_use'])('CAL-24: %s', async (stopReason) => {
    await expect(answer({ stopReason })).rejects.toMatchObject({
      code: 'bad_response',
      retryable: true,
    })
  })

  test('CAL-01 CAL-08 CAL-09: calls arrive whole, in order, with ids of their own', async () => {
    const { message, finishReason } = await answer({
      content: [{ text: 'I look.' }, use({ city: 'Rome' }, 'a'), use({ city: 'Rome' }, 'b')],
    })
    expect(finishReason).toBe('tool_calls')
    const calls = message.content.filter((part) => part.type === 'tool_call')
    expect(calls.map(({ input, nativeId }) => [input, nativeId])).toEqual([
      [{ city: 'Rome' }, 'a'],
      [{ city: 'Rome' }, 'b'],
    ])
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
  })

  test.each([[undefined], [{}]])('CAL-02: arguments %j are {}', async (input) => {
    const { message } = await answer({ content: [use(input)] })
    expect(message.content[0]).toMatchObject({ type: 'tool_call', input: {} })
  })

  test('CAL-10 CAL-12: an empty id, and one twice', async () => {
    const { message } = await answer({ content: [use({}, ''), use({}, 'x'), use({}, 'x')] })
    const ids = message.content.map((part) => (part.type === 'tool_call' ? part.id : ''))
    expect(new Set(ids).size).toBe(3)
  })

  test('CAL-13: a call whose answer says end_turn is a call', async () => {
    expect((await answer({ content: [use({})], stopReason: 'end_turn' })).finishReason).toBe(
      'tool_calls',
    )
  })

  test('CAL-25: tool_use without a call is a stop', async () => {
    expect((await answer({ content: [{ text: 'Hi' }], stopReason: 'tool_use' })).finishReason).toBe(
      'stop',
    )
  })

  test('CAL-18: what the service runs itself is shown, not asked for', async () => {
    const toolUse = { toolUseId: 's', name: 'nova_code_interpreter', type: 'server_tool_use' }
    const toolResult = {
      toolUseId: 's',
      type: 'result',
      status: 'success',
      content: [{ json: {} }],
    }
    const { message, finishReason } = await answer({
      content: [{ toolUse: { ...toolUse, input: { a: 1 } } }, { toolResult }, { text: 'Done.' }],
    })
    expect(finishReason).toBe('stop')
    expect(message.content[0]).toMatchObject({ providerExecuted: true, input: { a: 1 } })
    expect(message.content[0]).toMatchObject({ providerMetadata: { bedrock: { toolResult } } })
  })

  test('USE-01 USE-02: input includes the cache; what is not said is not there', async () => {
    const { usage } = await answer({
      usage: {
        inputTokens: 2,
        outputTokens: 5,
        cacheReadInputTokens: 1000,
        cacheWriteInputTokens: 300,
      },
    })
    expect(usage).toEqual({
      inputTokens: 1302,
      outputTokens: 5,
      cacheReadTokens: 1000,
      cacheWriteTokens: 300,
    })
    expect((await answer({ usage: null })).usage).toEqual({})
  })

  test('BED-07: a guardrail that intervenes: its text, its trace', async () => {
    const trace = { guardrail: { actionReason: 'Guardrail blocked.' } }
    const response = await answer({
      content: [{ text: 'I must not say that.' }],
      stopReason: 'guardrail_intervened',
      metadata: { trace },
    })
    expect(response).toMatchObject({
      text: 'I must not say that.',
      finishReason: 'guardrail_intervened',
      guardrail: trace.guardrail,
    })
  })

  test('REA-01: unsigned reasoning is reasoning, and does not go back (REA-09)', async () => {
    const { message } = await answer({
      content: [{ reasoningContent: { reasoningText: { text: 'Hm, so.' } } }, { text: 'Yes.' }],
    })
    expect(message.content.map(({ type }) => type)).toEqual(['reasoning', 'text'])
    await answer({}, { messages: [say('Hi'), message, say('Sure?')] })
    expect(JSON.stringify(open.last())).not.toContain('Hm, so.')
  })

  test.each([
    [400, 'ValidationException', 'invalid_request'],
    [403, 'AccessDeniedException', 'permission'],
    [404, 'ResourceNotFoundException', 'model_not_found'],
    [424, 'ModelErrorException', 'server'],
    [429, 'ThrottlingException', 'rate_limit'],
    [500, 'InternalServerException', 'server'],
    [503, 'ServiceUnavailableException', 'overloaded'],
  ])('ERR-01: HTTP %i %s is %s', async (status, type, code) => {
    await expect(
      answer({ failure: { status, type, message: 'No.', headers: { 'retry-after': '3' } } }),
    ).rejects.toMatchObject({
      code,
      status,
      requestId: 'request-1',
      retryAfterMs: 3000,
      message: expect.stringContaining('No.'),
    })
  })
})

test('REA-02 REA-03: signed and redacted reasoning of Claude goes back byte for byte', async () => {
  const signed = {
    reasoningContent: { reasoningText: { text: 'Hm. ', signature: 'RXJjQktRPQ==' } },
  }
  const redacted = { reasoningContent: { redactedContent: 'RXU4RUNrZ0k=' } }
  const request: ChatRequest = {
    model: models.claude,
    messages: [say('Hi')],
    reasoning: 'low',
    tools,
  }
  open.simulator.answer({ content: [signed, redacted, { text: 'I look.' }, use({ city: 'Rome' })] })
  const { message } = await open.ask(request)
  const call = message.content.find((part) => part.type === 'tool_call')
  const result = {
    type: 'tool_result' as const,
    toolCallId: call?.id ?? '',
    toolName: 'weather',
    content: [{ type: 'text' as const, text: '21' }],
  }
  await open.ask({
    ...request,
    messages: [say('Hi'), message, { role: 'tool', content: [result] }],
  })
  expect(open.lastMessages()[1]?.content).toEqual([
    signed,
    redacted,
    { text: 'I look.' },
    use({ city: 'Rome' }),
  ])
  // REA-04: nobody else gets it, and nothing is made text of it.
  await open.ask({
    ...request,
    model: models.nova,
    messages: [say('Hi'), message, { role: 'tool', content: [result] }],
  })
  expect(JSON.stringify(open.last())).not.toMatch(/RXJj|RXU4|Hm\.|think>/)
})

test('a tool of the service goes back with its result, while it is declared', async () => {
  const toolUse = { toolUseId: 's', name: 'nova_code_interpreter', input: { snippet: '6*7' } }
  const content = [{ json: { stdOut: '42' } }]
  const toolResult = {
    toolUseId: 's',
    content,
    type: 'nova_code_interpreter_result',
    status: 'success',
  }
  const request: ChatRequest = {
    model: models.nova2,
    messages: [say('6*7?')],
    providerOptions: { bedrock: { systemTools: ['nova_code_interpreter'] } },
  }
  open.simulator.answer({
    content: [{ toolUse: { ...toolUse, type: 'server_tool_use' } }, { toolResult }, { text: '42' }],
  })
  const { message } = await open.ask(request)
  expect(open.last()['toolConfig']).toEqual({
    tools: [{ systemTool: { name: 'nova_code_interpreter' } }],
  })
  const messages = [say('6*7?'), message, say('Sure?')]
  await open.ask({ ...request, messages })
  expect(open.lastMessages()[1]?.content).toEqual([
    { toolUse: { ...toolUse, type: 'server_tool_use' } },
    { toolResult },
    { text: '42' },
  ])
  await open.ask({ model: models.nova2, messages })
  expect(open.lastMessages()[1]?.content).toEqual([{ text: '42' }])
})

test('TXT-11: Claude says which stop sequence it was', async () => {
  const fields = { delta: { stop_sequence: 'END' } }
  open.simulator.answer({ stopReason: 'stop_sequence', additionalModelResponseFields: fields })
  const request = { model: models.claude, messages: [say('Hi')], stopSequences: ['END'] }
  const { message } = await open.ask(request)
  expect(open.last()['additionalModelResponseFieldPaths']).toEqual(['/delta/stop_sequence'])
  expect(message.content[0]).toMatchObject({
    text: 'ok',
    providerMetadata: { bedrock: { additionalModelResponseFields: fields } },
  })
  await open.ask({ ...request, model: models.nova })
  expect(open.last()).not.toHaveProperty('additionalModelResponseFieldPaths')
})

test('citations are sources, beside the text that they are for', async () => {
  open.simulator.answer({
    content: [
      {
        citationsContent: {
          content: [{ text: 'It rained.' }],
          citations: [
            { title: 'Diary', location: { documentPage: { documentIndex: 0, start: 2, end: 3 } } },
            { title: 'News', location: { web: { url: 'https://news.example/' } } },
          ],
        },
      },
    ],
  })
  const { text, message } = await open.ask({ model: models.claude, messages: [say('Hi')] })
  expect(text).toBe('It rained.')
  expect(message.content.filter((part) => part.type === 'source')).toMatchObject([
    { title: 'Diary', providerMetadata: { bedrock: { location: { documentPage: { start: 2 } } } } },
    { title: 'News', url: 'https://news.example/' },
  ])
  // What cannot go back as it came stays at home.
  const back: ChatResponse['message'] = message
  await open.ask({ model: models.claude, messages: [say('Hi'), back, say('When?')] })
  expect(open.lastMessages()[1]?.content).toEqual([{ text: 'It rained.' }])
})

test('BED-10 TXT-06: what is not known is not sent back, and disturbs nothing', async () => {
  open.simulator.answer({ content: [{ surprise: { a: 1 } }, { text: 'Hi' }] })
  const { message } = await open.ask({ model: models.claude, messages: [say('Hi')] })
  expect(message.content).toEqual([{ type: 'text', text: 'Hi' }])
})

test('the events of both operations are the same', async () => {
  const seen: CallEvent[][] = []
  for (const model of [models.nova, models.llama4]) {
    open.simulator.answer({ content: [{ text: 'I look.' }, use({ city: 'Rome' })] })
    const events: CallEvent[] = []
    for await (const event of open.stream({ model, messages: [say('Hi')], tools }))
      events.push(event)
    seen.push(events)
  }
  const kinds = (events: readonly CallEvent[] = []): readonly string[] =>
    events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])
  expect(kinds(seen[0])).toEqual(kinds(seen[1]))
})
