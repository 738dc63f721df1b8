import { expect, test } from 'vitest'
import { bytesFetch } from '../../support/cut.ts'
import { ask, context, drain, fold, open, type Answer } from '../../support/drain.ts'

const text = (value: string) => ({ type: 'text', text: value }) as const

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
    'a call that is all there from the start',
    sse([
      {
        type: 'message_start',
        message: {
          ...start.message,
          content: [{ type: 'tool_use', id: 't1', name: 'roll', input: { who: 2 } }],
          stop_reason: 'tool_use',
        },
      },
      { type: 'message_stop' },
    ] as { type: string }[]),
    { calls: [{ id: 't1', name: 'roll', text: '{"who":2}' }], finish: 'tool_calls' },
  ],
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
    'TXT-17 a start that comes twice',
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
