import { describe, expect, test } from 'vitest'
import { answer, chunk, end, sse, testQuirks, type Quirk } from '../../support/chat-stream.ts'

const a = { id: 'a', name: 'one', text: '{"x":1}' }

const quirks: readonly Quirk[] = [
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
  [
    'a null reason where servers send it',
    sse(chunk({ content: 'x' }), end(null), '[DONE]'),
    { text: 'x', finish: 'stop' },
    'ollama',
  ],
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

describe('answers as servers send them', () => testQuirks(quirks))

test('text that follows [DONE] is not waited for', async () => {
  expect(
    await answer(sse(chunk({ content: 'x' }), end(), '[DONE]', chunk({ content: 'y' }))),
  ).toMatchObject({ text: 'x' })
})
