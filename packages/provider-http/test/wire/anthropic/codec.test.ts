import type { JsonObject, Message, PreparedRequest } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { bytesFetch } from '../../support/cut.ts'
import { ask, context, drain, fold, open, type Answer } from '../../support/drain.ts'

const text = (value: string) => ({ type: 'text', text: value }) as const

async function body(request: PreparedRequest): Promise<JsonObject> {
  const wire = await (await open('anthropic', { apiKey: 'k' })).explain?.(request, context)
  expect(wire).toMatchObject({
    url: 'https://api.anthropic.com/v1/messages',
    headers: { 'anthropic-version': '2023-06-01', 'x-api-key': '[redacted]' },
  })
  return JSON.parse(wire?.body ?? '') as JsonObject
}

test('a conversation with a tool, thoughts and cache markers', async () => {
  const data = new Uint8Array([1, 2, 3])
  const messages: Message[] = [
    { role: 'system', content: [text('Be brief.')] },
    {
      role: 'user',
      content: [
        text('a'),
        { type: 'file', mediaType: 'image/png', data },
        { type: 'file', mediaType: 'application/pdf', url: 'https://e.com/a.pdf', name: 'a.pdf' },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', providerMetadata: { anthropic: { signature: 's' } } },
        { type: 'reasoning', text: '', providerMetadata: { anthropic: { redactedData: 'r' } } },
        { type: 'reasoning', text: 'unsigned' },
        text('I look.'),
        { type: 'tool_call', id: 't1', name: 'weather', input: { x: 1 }, argumentsText: '{"x":1}' },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool_result',
          toolCallId: 't1',
          toolName: 'weather',
          isError: true,
          content: [
            text('no'),
            { type: 'json', value: { a: 1 } },
            { type: 'file', mediaType: 'image/png', data },
          ],
        },
      ],
    },
    { role: 'user', content: [text('And?')] },
  ]
  const request = ask(messages, {
    model: 'claude-sonnet-4-5',
    tools: [{ name: 'weather', inputSchema: { type: 'object' } }],
    toolChoice: 'required',
    parallelToolCalls: false,
    maxOutputTokens: 8000,
    reasoning: 'medium',
    stopSequences: ['x'],
    user: 'u',
    cachePoints: [
      { after: 'tools' },
      { after: 'system', ttl: '1h' },
      { after: 'part', message: 4, part: 0 },
    ],
    providerOptions: { anthropic: { service_tier: 'auto' } },
  })
  expect(await body(request)).toEqual({
    model: 'claude-sonnet-4-5',
    max_tokens: 8000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      {
        role: 'user',
        content: [
          text('a'),
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQID' } },
          { type: 'document', source: { type: 'url', url: 'https://e.com/a.pdf' }, title: 'a.pdf' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'redacted_thinking', data: 'r' },
          text('I look.'),
          { type: 'tool_use', id: 't1', name: 'weather', input: { x: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            is_error: true,
            content: [
              text('no'),
              text('{"a":1}'),
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQID' } },
            ],
          },
          { ...text('And?'), cache_control: { type: 'ephemeral' } },
        ],
      },
    ],
    tools: [
      { name: 'weather', input_schema: { type: 'object' }, cache_control: { type: 'ephemeral' } },
    ],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 6000 },
    stop_sequences: ['x'],
    metadata: { user_id: 'u' },
    stream: true,
    service_tier: 'auto',
  })
})

test.each<[string, PreparedRequest['reasoning'], object]>([
  [
    'claude-opus-4-8',
    'high',
    { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
  ],
  ['claude-sonnet-5', 'none', { thinking: { type: 'disabled' } }],
  ['claude-sonnet-4-5', 'low', { thinking: { type: 'enabled', budget_tokens: 4096 } }],
])('%s thinks: %s', async (model, reasoning, expected) => {
  expect(
    await body(ask('hi', { model, maxOutputTokens: 20_000, ...(reasoning && { reasoning }) })),
  ).toMatchObject(expected)
})

test('no room to think', async () => {
  expect(
    await body(ask('hi', { model: 'claude-sonnet-4-5', maxOutputTokens: 500, reasoning: 'high' })),
  ).not.toHaveProperty('thinking')
})

const start = {
  type: 'message_start',
  message: {
    id: 'm1',
    model: 'c',
    usage: {
      input_tokens: 3,
      cache_read_input_tokens: 10,
      cache_creation_input_tokens: 5,
      output_tokens: 1,
    },
  },
}
const block = (index: number, content: object) => ({
  type: 'content_block_start',
  index,
  content_block: content,
})
const delta = (index: number, change: object) => ({
  type: 'content_block_delta',
  index,
  delta: change,
})
const stop = (index: number) => ({ type: 'content_block_stop', index })
const last = (reason: string, usage: object = { output_tokens: 9 }) => [
  { type: 'message_delta', delta: { stop_reason: reason }, usage },
  { type: 'message_stop' },
]
const sse = (events: readonly { type: string }[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')

async function answer(stream: string, cuts: readonly number[] = []): Promise<Answer> {
  const fetch = bytesFetch(new TextEncoder().encode(stream), cuts)
  const provider = await open('anthropic', { apiKey: 'k' }, { fetch })
  return fold(await drain(provider.stream(ask('hi'), context)), 'anthropic')
}

const streams: readonly [name: string, stream: string, expected: object][] = [
  [
    'text, with usage that counts the cache',
    sse([
      start,
      { type: 'ping' },
      block(0, { type: 'text', text: '' }),
      delta(0, { type: 'text_delta', text: 'Hé' }),
      stop(0),
      ...last('end_turn', { output_tokens: 9, input_tokens: null } as object),
    ] as { type: string }[]),
    {
      text: 'Hé',
      finish: 'stop',
      usage: { inputTokens: 18, outputTokens: 9, cacheReadTokens: 10, cacheWriteTokens: 5 },
    },
  ],
  [
    'thoughts',
    sse([
      start,
      block(0, { type: 'thinking', thinking: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'hm' }),
      delta(0, { type: 'signature_delta', signature: 's' }),
      stop(0),
      block(1, { type: 'redacted_thinking', data: 'r' }),
      stop(1),
      ...last('end_turn'),
    ] as { type: string }[]),
    { reasoning: 'hm', metadata: { signature: 's', redactedData: 'r' } },
  ],
  [
    'a call in fragments',
    sse([
      start,
      block(0, { type: 'tool_use', id: 't', name: 'n', input: {} }),
      delta(0, { type: 'input_json_delta', partial_json: '' }),
      delta(0, { type: 'input_json_delta', partial_json: '{"a"' }),
      delta(0, { type: 'input_json_delta', partial_json: ':1}' }),
      stop(0),
      ...last('tool_use'),
    ] as { type: string }[]),
    { calls: [{ id: 't', name: 'n', text: '{"a":1}' }], finish: 'tool_calls' },
  ],
  [
    'a call that was whole from the start',
    sse([
      start,
      block(0, { type: 'tool_use', id: 't', name: 'n', input: { a: 1 } }),
      stop(0),
      ...last('tool_use'),
    ] as { type: string }[]),
    { calls: [{ text: '{"a":1}' }] },
  ],
  [
    'a start that comes twice',
    sse([start, start, block(0, { type: 'text', text: 'x' }), ...last('end_turn')] as {
      type: string
    }[]),
    { text: 'x' },
  ],
  [
    'a refusal',
    sse([start, ...last('refusal')] as { type: string }[]),
    { finish: 'content_filter' },
  ],
  [
    'no end',
    sse([
      start,
      block(0, { type: 'text', text: 'x' }),
      { type: 'message_delta', delta: { stop_reason: 'end_turn' } } as { type: string },
    ] as { type: string }[]),
    { text: 'x', finish: undefined },
  ],
  [
    'one answer instead of a stream',
    JSON.stringify({
      type: 'message',
      id: 'm1',
      content: [text('x'), { type: 'tool_use', id: 't', name: 'n', input: { a: 1 } }],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, output_tokens: 2 },
    }),
    {
      text: 'x',
      calls: [{ text: '{"a":1}' }],
      finish: 'tool_calls',
      usage: { inputTokens: 1, outputTokens: 2 },
    },
  ],
]

test.each(streams)('%s, cut at every byte', async (_name, stream, expected) => {
  const whole = await answer(stream)
  expect(whole).toMatchObject(expected)
  const { length } = new TextEncoder().encode(stream)
  for (let at = 1; at < length; at += 1) expect(await answer(stream, [at])).toEqual(whole)
})

test('an error as the first event of an answer', async () => {
  await expect(
    answer(
      sse([
        { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } as {
          type: string
        },
      ]),
    ),
  ).rejects.toMatchObject({ code: 'overloaded', retryable: true })
})
