import { describe, expect, test } from 'vitest'
import { allCuts, bytesFetch } from '../../support/cut.ts'
import { ask, context, drain, fold, open, type Answer } from '../../support/drain.ts'

const chunk = (delta: object, more: object = {}) => ({
  id: 'r1',
  model: 'm-1',
  choices: [{ index: 0, delta, ...more }],
})
const end = (reason: string | null = 'stop') => chunk({}, { finish_reason: reason })
const call = (fields: object, name?: string, args?: unknown) => ({
  tool_calls: [
    {
      ...fields,
      function: {
        ...(name !== undefined && { name }),
        ...(args !== undefined && { arguments: args }),
      },
    },
  ],
})
const sse = (...events: readonly (object | string)[]) =>
  events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join('')

async function answer(
  text: string,
  prefix = 'openai',
  cuts: readonly number[] = [],
): Promise<Answer> {
  const fetch = bytesFetch(new TextEncoder().encode(text), cuts)
  const provider = await open(prefix, { apiKey: 'k' }, { fetch })
  return fold(await drain(provider.stream(ask('hi'), context)), prefix)
}

const a = { id: 'a', name: 'one', text: '{"x":1}' }
const b = { id: 'b', name: 'two', text: '{"y":2}' }

const quirks: readonly [name: string, text: string, expected: Partial<Answer>, prefix?: string][] =
  [
    [
      'text and usage after the end',
      sse(
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: 'Hé' }),
        chunk({ content: '🌍' }),
        end(),
        {
          id: 'r1',
          choices: [],
          usage: {
            prompt_tokens: 5,
            completion_tokens: 2,
            prompt_tokens_details: { cached_tokens: 3 },
            completion_tokens_details: { reasoning_tokens: 1 },
          },
        },
        '[DONE]',
      ),
      {
        text: 'Hé🌍',
        finish: 'stop',
        usage: { inputTokens: 5, outputTokens: 2, cacheReadTokens: 3, reasoningTokens: 1 },
      },
    ],
    [
      'null choices, null delta, no choices',
      sse(
        { id: '', model: '', choices: [], prompt_filter_results: [] },
        { id: 'r1', choices: null },
        { choices: [{ index: 0, delta: null }] },
        { id: 'r1' },
        chunk({ content: 'x' }),
        end(),
        '[DONE]',
      ),
      { text: 'x', finish: 'stop' },
    ],
    [
      'usage in the choice',
      sse(
        chunk({ content: 'x' }),
        chunk(
          {},
          {
            finish_reason: 'stop',
            usage: { prompt_tokens: 1, completion_tokens: 2, cached_tokens: 1 },
          },
        ),
      ),
      { usage: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 1 } },
    ],
    [
      'usage in x_groq',
      sse(chunk({ content: 'x' }), {
        ...end(),
        x_groq: { usage: { prompt_tokens: 1, completion_tokens: 2 } },
      }),
      { usage: { inputTokens: 1, outputTokens: 2 } },
    ],
    [
      'usage in every chunk',
      sse(
        { ...chunk({ content: 'x' }), usage: { prompt_tokens: 1, completion_tokens: 1 } },
        { ...end(), usage: { prompt_tokens: 1, completion_tokens: 4 } },
      ),
      { usage: { inputTokens: 1, outputTokens: 4 } },
    ],
    [
      'arguments in fragments',
      sse(
        chunk(call({ index: 0, id: 'a', type: 'function' }, 'one', '')),
        chunk(call({ index: 0 }, undefined, '{"x"')),
        chunk(call({ index: 1, id: 'b' }, 'two', '{"y":')),
        chunk(call({ index: 0 }, undefined, ':1}')),
        chunk(call({ index: 1 }, undefined, '2}')),
        end('tool_calls'),
      ),
      { calls: [a, b] },
    ],
    [
      'index 0 for all calls',
      sse(
        chunk(call({ index: 0, id: 'a' }, 'one', '{"x":1}')),
        chunk(call({ index: 0, id: 'b' }, 'two', '{"y":2}')),
        end('stop'),
      ),
      { calls: [a, b] },
    ],
    [
      'no index and no id',
      sse(
        chunk(call({ id: '' }, 'one', '{"x":1}')),
        chunk(call({}, 'two', '{"y":2}')),
        end('stop'),
      ),
      {
        calls: [
          { ...a, id: '' },
          { ...b, id: '' },
        ],
      },
    ],
    [
      'no index, one tool twice in one chunk',
      sse(
        chunk({
          tool_calls: [
            { function: { name: 'one', arguments: '{"x":1}' } },
            { function: { name: 'one', arguments: '{"x":1}' } },
          ],
        }),
        end(),
      ),
      {
        calls: [
          { ...a, id: '' },
          { ...a, id: '' },
        ],
      },
    ],
    [
      'no index, fragments without id and name',
      sse(chunk(call({ id: 'a' }, 'one', '{"x"')), chunk(call({}, undefined, ':1}')), end()),
      { calls: [a] },
    ],
    [
      'index from 1 and with holes',
      sse(
        chunk(call({ index: 1, id: 'a' }, 'one', '{"x":1}')),
        chunk(call({ index: 7, id: 'b' }, 'two', '{"y":2}')),
        end(),
      ),
      { calls: [a, b] },
    ],
    [
      'id repeated, then null',
      sse(
        chunk(call({ index: 0, id: 'a' }, 'one', '{"x"')),
        chunk(call({ index: 0, id: 'a' }, undefined, ':1')),
        chunk(call({ index: 0, id: null }, undefined, '}')),
        end(),
      ),
      { calls: [a] },
    ],
    [
      'name repeated as nothing',
      sse(
        chunk(call({ index: 0, id: 'a' }, 'one', '')),
        chunk(call({ index: 0 }, '', '{"x":1}')),
        end(),
      ),
      { calls: [a] },
    ],
    [
      'name in a later fragment',
      sse(chunk(call({ index: 0, id: 'a' })), chunk(call({ index: 0 }, 'one', '{"x":1}')), end()),
      { calls: [a] },
    ],
    [
      'id in a later fragment',
      sse(
        chunk(call({ index: 0 }, 'one', '{"x"')),
        chunk(call({ index: 0, id: 'a' }, undefined, ':1}')),
        end(),
      ),
      { calls: [a] },
    ],
    [
      'arguments as an object',
      sse(chunk(call({ index: 0, id: 'a' }, 'one', { x: 1 })), end()),
      { calls: [a] },
    ],
    [
      'arguments null',
      sse(chunk(call({ index: 0, id: 'a' }, 'one', null)), end()),
      { calls: [{ ...a, text: '' }] },
    ],
    [
      'arguments once more when complete',
      sse(
        chunk(call({ index: 0, id: 'a' }, 'one', '{"x":1}')),
        chunk(call({ index: 0 }, undefined, '{"x":1}')),
        end(),
      ),
      { calls: [a] },
    ],
    [
      'the old function_call',
      sse(
        chunk({ function_call: { name: 'one', arguments: '{"x"' } }),
        chunk({ function_call: { arguments: ':1}' } }),
        end('function_call'),
      ),
      { calls: [{ ...a, id: '' }], finish: 'tool_calls' },
    ],
    [
      'placeholders that are empty',
      sse(
        chunk({
          content: 'x',
          function_call: { name: '', arguments: '' },
          tool_calls: [],
          audio: {},
          refusal: null,
        }),
        end(''),
      ),
      { text: 'x', calls: [] },
      'ollama',
    ],
    [
      'reasoning_content',
      sse(chunk({ reasoning_content: 'hm' }), chunk({ content: 'x' }), end()),
      { reasoning: 'hm', text: 'x' },
    ],
    [
      'reasoning',
      sse(chunk({ reasoning: 'hm', channel: 'analysis' }), chunk({ content: 'x' }), end()),
      { reasoning: 'hm', text: 'x' },
    ],
    [
      'both names of reasoning',
      sse(chunk({ reasoning: 'hm', reasoning_content: 'hm' }), end()),
      { reasoning: 'hm' },
    ],
    [
      'thinking chunks',
      sse(
        chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
        chunk({ content: [{ type: 'text', text: 'x' }] }),
        end(),
      ),
      { reasoning: 'hm', text: 'x' },
    ],
    [
      'reasoning details',
      sse(
        chunk({
          reasoning: 'h',
          reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'h', format: 'f' }],
        }),
        chunk({
          reasoning: 'm',
          reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'm', signature: 's' }],
        }),
        chunk({ content: 'x' }),
        end(),
      ),
      {
        reasoning: 'hm',
        metadata: {
          reasoningDetails: [
            { type: 'reasoning.text', index: 0, text: 'hm', format: 'f', signature: 's' },
          ],
        },
      },
    ],
    [
      'a signature beside a call',
      sse(
        chunk({
          tool_calls: [
            {
              index: 0,
              id: 'a',
              extra_content: { google: { thought_signature: 's' } },
              function: { name: 'one', arguments: '{"x":1}' },
            },
          ],
        }),
        end(),
      ),
      { calls: [a], metadata: { extraContent: { google: { thought_signature: 's' } } } },
    ],
    [
      'a refusal',
      sse(chunk({ refusal: 'No' }), chunk({ refusal: '.' }), end()),
      { text: 'No.', finish: 'content_filter' },
    ],
    ['length', sse(chunk({ content: 'x' }), end('model_length')), { finish: 'length' }],
    ['a reason of its own', sse(chunk({ content: 'x' }), end('weird')), { finish: 'other' }],
    [
      'a null reason where servers send it',
      sse(chunk({ content: 'x' }), end(null), '[DONE]'),
      { text: 'x', finish: 'stop' },
      'ollama',
    ],
    ['no end at all', sse(chunk({ content: 'x' })), { text: 'x', finish: undefined }, 'ollama'],
    [
      'no reason where one is due',
      sse(chunk({ content: 'x' }), '[DONE]'),
      { text: 'x', finish: undefined },
    ],
    [
      'one answer instead of a stream',
      JSON.stringify({
        id: 'r1',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            message: {
              role: 'assistant',
              content: 'x',
              reasoning_content: 'hm',
              tool_calls: [
                { id: 'a', type: 'function', function: { name: 'one', arguments: '{"x":1}' } },
              ],
            },
          },
        ],
        usage: { prompt_tokens: 1, completion_tokens: 2 },
      }),
      {
        text: 'x',
        reasoning: 'hm',
        calls: [a],
        finish: 'stop',
        usage: { inputTokens: 1, outputTokens: 2 },
      },
    ],
    [
      'xAI leaves reasoning out',
      sse(chunk({ content: 'x' }), {
        ...end(),
        usage: {
          prompt_tokens: 1,
          completion_tokens: 2,
          completion_tokens_details: { reasoning_tokens: 5 },
        },
      }),
      { usage: { inputTokens: 1, outputTokens: 7, reasoningTokens: 5 } },
      'xai',
    ],
    [
      'CRLF, comments, no spaces, no last line',
      `: hello\r\n\r\n${sse(chunk({ content: 'é' }))
        .replaceAll('data: ', 'data:')
        .replaceAll('\n', '\r\n')}data:${JSON.stringify(end())}`,
      { text: 'é', finish: 'stop' },
    ],
  ]

describe('what servers send', () => {
  test.each(quirks)('%s', async (_name, text, expected, prefix) => {
    expect(await answer(text, prefix)).toMatchObject(expected)
  })

  test.each(quirks)('%s, cut at every byte', async (_name, text, _expected, prefix) => {
    const whole = await answer(text, prefix)
    const { length } = new TextEncoder().encode(text)
    const [, everywhere = []] = allCuts(length)
    expect(await answer(text, prefix, everywhere)).toEqual(whole)
    for (let at = 1; at < length; at += 1) expect(await answer(text, prefix, [at])).toEqual(whole)
  })
})

test('text that follows [DONE] is not waited for', async () => {
  expect(
    await answer(sse(chunk({ content: 'x' }), end(), '[DONE]', chunk({ content: 'y' }))),
  ).toMatchObject({ text: 'x' })
})
