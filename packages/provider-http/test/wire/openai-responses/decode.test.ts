import { expect, test } from 'vitest'
import { bytesFetch } from '../../support/cut.ts'
import { ask, context, drain, fold, open, type Answer } from '../../support/drain.ts'

const config = { apiKey: 'k', type: 'openai-responses' } as const

const created = { type: 'response.created', response: { id: 'r1', model: 'm1' } }
const completed = (more: object = {}) => ({
  type: 'response.completed',
  response: {
    id: 'r1',
    status: 'completed',
    usage: {
      input_tokens: 4,
      output_tokens: 3,
      input_tokens_details: { cached_tokens: 2 },
      output_tokens_details: { reasoning_tokens: 1 },
    },
    ...more,
  },
})
const call = (id: string) => ({
  type: 'function_call',
  id,
  call_id: 'c1',
  name: 'one',
  arguments: '{"x":1}',
})
const sse = (...events: readonly object[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
const at = (type: string, more: object) => ({ type: `response.${type}`, output_index: 0, ...more })

async function answer(stream: string, cuts: readonly number[] = []): Promise<Answer> {
  const fetch = bytesFetch(new TextEncoder().encode(stream), cuts)
  return fold(
    await drain((await open('openai', config, { fetch })).stream(ask('hi'), context)),
    'openai',
  )
}

const streams: readonly [name: string, stream: string, expected: object][] = [
  [
    'whole values without fragments and without items',
    sse(
      created,
      at('output_text.done', { text: 'Héllo' }),
      {
        type: 'response.function_call_arguments.done',
        output_index: 1,
        name: 'one',
        arguments: '{"x":1}',
      },
      completed({ output: [] }),
    ),
    { text: 'Héllo', calls: [{ id: '', name: 'one', text: '{"x":1}' }], finish: 'stop' },
  ],
  [
    'arguments that come whole, behind their item',
    sse(
      created,
      at('output_item.added', { item: { ...call('fc_1'), arguments: '' } }),
      at('function_call_arguments.done', { arguments: '{"x":1}' }),
      completed({ output: [call('fc_1')] }),
    ),
    { calls: [{ id: 'c1', name: 'one', text: '{"x":1}' }] },
  ],
  [
    'items without a place',
    sse(
      created,
      { type: 'response.reasoning_summary_text.delta', item_id: 'rs', delta: 'hm' },
      { type: 'response.output_item.done', item: { id: 'rs', type: 'reasoning', summary: [] } },
      { type: 'response.output_text.delta', item_id: 'msg', delta: 'x' },
      {
        type: 'response.output_item.done',
        item: { id: 'msg', type: 'message', content: [{ type: 'output_text', text: 'xy' }] },
      },
      completed(),
    ),
    { reasoning: 'hm', text: 'xy', finish: 'stop' },
  ],
  [
    'CAL-18 what the service ran itself',
    sse(
      created,
      at('output_item.done', {
        item: { id: 'ws_1', type: 'web_search_call', action: { type: 'search', query: 'q' } },
      }),
      { ...at('output_text.delta', { delta: 'x' }), output_index: 1 },
      completed(),
    ),
    {
      calls: [{ id: 'ws_1', name: 'web_search', text: '{"action":{"type":"search","query":"q"}}' }],
      text: 'x',
    },
  ],
  [
    'pieces that leave the end out, and other places at the end',
    sse(
      created,
      at('output_text.delta', { delta: 'Hé' }),
      at('output_item.done', {
        item: { id: 'msg_1', type: 'message', content: [{ type: 'output_text', text: 'Héllo' }] },
      }),
      completed({
        output: [
          { id: 'rs_9', type: 'reasoning', summary: [{ text: 'hm' }] },
          { id: 'msg_1', type: 'message', content: [{ type: 'output_text', text: 'Héllo' }] },
        ],
      }),
    ),
    { text: 'Héllo', finish: 'stop' },
  ],
  [
    'text, repeated when it is done',
    sse(
      created,
      at('output_text.delta', { delta: 'Hé' }),
      at('output_text.delta', { delta: null }),
      at('output_text.done', { text: 'Hé' }),
      at('output_item.done', {
        item: { type: 'message', content: [{ type: 'output_text', text: 'Hé' }] },
      }),
      completed(),
    ),
    {
      text: 'Hé',
      finish: 'stop',
      usage: { inputTokens: 4, outputTokens: 3, cacheReadTokens: 2, reasoningTokens: 1 },
    },
  ],
  [
    'an item without fragments',
    sse(
      created,
      at('output_item.done', {
        item: { type: 'message', content: [{ type: 'output_text', text: 'x' }] },
      }),
      completed(),
    ),
    { text: 'x' },
  ],
  [
    'items only at the end',
    sse(
      created,
      completed({
        output: [{ type: 'message', content: [{ type: 'output_text', text: 'x' }] }, call('fc')],
      }),
    ),
    { text: 'x', calls: [{ id: 'c1', name: 'one', text: '{"x":1}' }] },
  ],
  [
    'TXT-18 a call whose id changes',
    sse(
      created,
      at('output_item.added', { item: { ...call('a'), arguments: '' } }),
      at('function_call_arguments.delta', { item_id: 'b', delta: '{"x"' }),
      at('output_item.done', { item: call('c') }),
      completed(),
    ),
    { calls: [{ id: 'c1', name: 'one', text: '{"x":1}' }] },
  ],
  [
    'summaries of reasoning',
    sse(
      created,
      at('reasoning_summary_text.delta', { summary_index: 0, delta: 'a' }),
      at('reasoning_summary_text.delta', { summary_index: 1, delta: 'b' }),
      at('output_item.done', {
        item: { type: 'reasoning', id: 'rs', encrypted_content: 'e', status: null },
      }),
      completed(),
    ),
    {
      reasoning: 'a\n\nb',
      metadata: { item: { type: 'reasoning', id: 'rs', encrypted_content: 'e' } },
    },
  ],
  [
    'a refusal',
    sse(created, at('refusal.delta', { delta: 'No' }), completed()),
    { text: 'No', finish: 'content_filter' },
  ],
  [
    'too long',
    sse(created, {
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
    }),
    { finish: 'length' },
  ],
  [
    'no end',
    sse(created, at('output_text.delta', { delta: 'x' })),
    { text: 'x', finish: undefined },
  ],
  [
    'one answer instead of a stream',
    JSON.stringify({
      object: 'response',
      id: 'r1',
      status: 'completed',
      error: null,
      output: [call('fc')],
    }),
    { calls: [{ text: '{"x":1}' }], finish: 'stop' },
  ],
]

test.each(streams)('%s, cut at every byte', async (_name, stream, expected) => {
  const whole = await answer(stream)
  expect(whole).toMatchObject(expected)
  const { length } = new TextEncoder().encode(stream)
  for (let cut = 1; cut < length; cut += 1) expect(await answer(stream, [cut])).toEqual(whole)
})

test.each([
  [
    {
      type: 'error',
      error: { type: 'insufficient_quota', code: 'insufficient_quota', message: 'm' },
    },
    'quota',
  ],
  [{ type: 'error', code: 'rate_limit_exceeded', message: 'm' }, 'rate_limit'],
  [
    {
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error', message: 'm' } },
    },
    'server',
  ],
])('an error within an answer: %o', async (event, code) => {
  await expect(answer(sse(created, event))).rejects.toMatchObject({ code })
})
