import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { ask, context, open } from '../../support/drain.ts'

async function body(prefix: string, request: PreparedRequest): Promise<JsonObject> {
  const provider = await open(prefix, { apiKey: 'k', apiBase: 'http://localhost:1' })
  const wire = await provider.explain?.(request, context)
  return JSON.parse(wire?.body ?? '') as JsonObject
}

const text = (value: string) => ({ type: 'text', text: value }) as const
const weather = {
  name: 'weather',
  description: 'Tells it.',
  inputSchema: { type: 'object', properties: {} },
}
const history = (prefix: string): Message[] => [
  { role: 'system', content: [text('Be brief.')] },
  { role: 'user', content: [text('a'), text('b')] },
  {
    role: 'assistant',
    provider: prefix,
    model: 'm',
    content: [
      { type: 'reasoning', text: 'hm' },
      {
        type: 'tool_call',
        id: 'c1',
        name: 'weather',
        input: { x: 1 },
        argumentsText: '{ "x": 1 }',
      },
    ],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool_result',
        toolCallId: 'c1',
        toolName: 'weather',
        content: [text('sunny'), { type: 'json', value: [1] }],
      },
    ],
  },
  { role: 'assistant', content: [text('It is sunny.')] },
  { role: 'user', content: [text('Thanks')] },
]

const call = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{ "x": 1 }' } }

test('a conversation with a tool', async () => {
  expect(
    await body('openai', ask(history('openai'), { tools: [weather], toolChoice: 'auto' })),
  ).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'a\n\nb' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: 'sunny\n[1]' },
      { role: 'assistant', content: 'It is sunny.' },
      { role: 'user', content: 'Thanks' },
    ],
    tools: [
      {
        type: 'function',
        function: { name: 'weather', description: 'Tells it.', parameters: weather.inputSchema },
      },
    ],
    tool_choice: 'auto',
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('every option has its field', async () => {
  const request = ask('hi', {
    model: 'gpt-5.1',
    tools: [weather],
    toolChoice: { tool: 'weather' },
    parallelToolCalls: false,
    maxOutputTokens: 10,
    temperature: 0.5,
    topP: 0.9,
    stopSequences: ['x'],
    seed: 1,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    reasoning: 'low',
    output: { name: 'answer', schema: { type: 'object' } },
    user: 'u1',
    metadata: { job: 'j' },
    providerOptions: { openai: { service_tier: 'flex' }, groq: { never: true } },
  })
  expect(await body('openai', request)).toMatchObject({
    tool_choice: { type: 'function', function: { name: 'weather' } },
    parallel_tool_calls: false,
    max_completion_tokens: 10,
    temperature: 0.5,
    top_p: 0.9,
    stop: ['x'],
    seed: 1,
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    reasoning_effort: 'low',
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
    },
    safety_identifier: 'u1',
    metadata: { job: 'j' },
    service_tier: 'flex',
  })
  expect(await body('openai', request)).not.toHaveProperty('never')
})

test('files of every kind', async () => {
  const data = new Uint8Array([1, 2, 3])
  const messages: Message[] = [
    {
      role: 'user',
      content: [
        text('Look'),
        { type: 'file', mediaType: 'image/png', data },
        { type: 'file', mediaType: 'image/*', url: 'https://example.com/a.png' },
        { type: 'file', mediaType: 'application/pdf', data, name: 'a.pdf' },
        { type: 'file', mediaType: 'audio/wav', data },
      ],
    },
  ]
  expect((await body('openai', ask(messages)))['messages']).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        {
          type: 'file',
          file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQID' },
        },
        { type: 'input_audio', input_audio: { data: 'AQID', format: 'wav' } },
      ],
    },
  ])
})

test('large files are encoded whole', async () => {
  const data = Uint8Array.from({ length: 100_001 }, (_, at) => at % 251)
  const messages: Message[] = [
    { role: 'user', content: [{ type: 'file', mediaType: 'image/png', data }] },
  ]
  const sent = JSON.stringify(await body('openai', ask(messages)))
  expect(sent).toContain(Buffer.from(data).toString('base64'))
})

test('each server gets its own spelling', async () => {
  const reasons = ask('hi', { model: 'gpt-5', maxOutputTokens: 9 })
  expect(await body('openai', { ...reasons, messages: history('openai') })).toMatchObject({
    max_completion_tokens: 9,
    messages: [{ role: 'developer' }, {}, {}, {}, {}, {}],
  })
  expect(
    await body('deepseek', ask(history('deepseek'), { maxOutputTokens: 9, reasoning: 'none' })),
  ).toMatchObject({
    max_tokens: 9,
    thinking: { type: 'disabled' },
  })
  const mistral = await body(
    'mistral',
    ask(history('mistral'), { tools: [weather], toolChoice: 'required', seed: 3 }),
  )
  expect(mistral).toMatchObject({
    tool_choice: 'any',
    random_seed: 3,
    messages: [
      {},
      {},
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }], closed: true }] },
      { name: 'weather' },
      {},
      {},
    ],
  })
  expect(mistral).not.toHaveProperty('stream_options')
  expect(await body('aihubmix', ask('hi', { model: 'vendor/model-1' }))).toMatchObject({
    model: 'model-1',
  })
  expect(
    await body('openrouter', ask('hi', { model: 'a/b:free', reasoning: 'high' })),
  ).toMatchObject({ model: 'a/b:free', reasoning: { effort: 'high' } })
  expect(await body('minimax', ask('hi'))).toMatchObject({ reasoning_split: true })
})

test('reasoning goes back with every call where the server demands it', async () => {
  const [, , own, result] = history('deepseek') as [Message, Message, Message, Message]
  const foreign: Message = {
    role: 'assistant',
    content: [{ type: 'tool_call', id: 'c2', name: 'weather', input: {}, argumentsText: '' }],
  }
  const sent = await body('deepseek', ask([own, result, foreign]))
  expect(sent['messages']).toMatchObject([
    { reasoning_content: 'hm', tool_calls: [call] },
    {},
    { reasoning_content: '', tool_calls: [{ function: { arguments: '{}' } }] },
  ])
})

test('reasoning details and signatures go back as they came', async () => {
  const details = [{ type: 'reasoning.encrypted', data: 'x' }]
  const messages: Message[] = [
    {
      role: 'assistant',
      content: [
        {
          type: 'reasoning',
          text: '',
          providerMetadata: { openrouter: { reasoningDetails: details } },
        },
        {
          type: 'tool_call',
          id: 'c1',
          name: 'weather',
          input: {},
          argumentsText: '{}',
          providerMetadata: {
            openrouter: { extraContent: { google: { thought_signature: 's' } } },
          },
        },
      ],
    },
  ]
  expect((await body('openrouter', ask(messages)))['messages']).toMatchObject([
    {
      reasoning_details: details,
      tool_calls: [{ extra_content: { google: { thought_signature: 's' } } }],
    },
  ])
})

test('cache markers stand where they are asked for', async () => {
  const request = ask(
    [
      { role: 'system', content: [text('s')] },
      { role: 'user', content: [text('u')] },
    ],
    {
      model: 'anthropic/claude',
      cachePoints: [{ after: 'system' }, { after: 'part', message: 1, part: 0, ttl: '1h' }],
    },
  )
  expect((await body('openrouter', request))['messages']).toEqual([
    {
      role: 'system',
      content: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }],
    },
    {
      role: 'user',
      content: [{ type: 'text', text: 'u', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    },
  ])
})
