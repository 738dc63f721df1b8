import { describe } from 'vitest'
import { call, chunk, end, sse, testQuirks, type Quirk } from '../../support/chat-stream.ts'

const a = { id: 'a', name: 'one', text: '{"x":1}' }
const b = { id: 'b', name: 'two', text: '{"y":2}' }
const both = [
  chunk(call({ index: 0, id: 'a' }, 'one', '{"x":1}')),
  chunk(call({ index: 0, id: 'b' }, 'two', '{"y":2}')),
]

/** Faults of single servers, each on the row where it was seen, and on one where it was not. */
const quirks: readonly Quirk[] = [
  [
    'CAL-13 calls, no reason and the mark of the end',
    sse(...both, end(null), '[DONE]'),
    { calls: [a, b], finish: 'stop' },
    'groq',
  ],
  [
    'CAL-13 calls, an empty reason and the mark of the end',
    sse(...both, end(''), '[DONE]'),
    { calls: [a, b], finish: 'stop' },
    'openai',
  ],
  [
    'TXT-07 a call that is cut, and the mark of the end',
    sse(chunk(call({ index: 0, id: 'a' }, 'one', '{"x":')), '[DONE]'),
    { finish: undefined },
    'groq',
  ],
  [
    'CAL-10 a new id in each fragment',
    sse(
      chunk(call({ index: 0, id: 'a' }, 'one', '{"x"')),
      chunk(call({ index: 0, id: 'b' }, undefined, ':1')),
      chunk(call({ index: 0, id: 'c' }, '', '}')),
      end('tool_calls'),
      '[DONE]',
    ),
    { calls: [{ ...a, id: 'c' }], finish: 'tool_calls' },
  ],
  [
    'CAL-12 one id for two calls',
    sse(
      chunk(call({ index: 0, id: 'a' }, 'one', '{"x":1}')),
      chunk(call({ index: 0, id: 'a' }, 'one', '{"x":2}')),
      end('stop'),
    ),
    { calls: [a, { ...a, text: '{"x":2}' }] },
  ],
  [
    'CAL-10 id and name in each fragment',
    sse(
      chunk(call({ index: 0, id: 'a' }, 'one', '')),
      chunk(call({ index: 0, id: 'a' }, 'one', '{"x"')),
      chunk(call({ index: 0, id: 'a' }, 'one', ':1}')),
      end('tool_calls'),
    ),
    { calls: [a] },
  ],
  [
    'CAL-19 a name behind the arguments',
    sse(
      chunk(call({ index: 0, id: 'a' }, undefined, '{"x":1}')),
      chunk(call({ index: 0 }, 'one')),
      end('tool_calls'),
    ),
    { calls: [a] },
  ],
  [
    'CAL-08 fragments of two calls, interleaved',
    sse(
      chunk(call({ index: 0, id: 'a' }, 'one', '{"x"')),
      chunk(call({ index: 1, id: 'b' }, 'two', '{"y"')),
      chunk(call({ index: 0 }, undefined, ':1}')),
      chunk(call({ index: 1 }, undefined, ':2}')),
      end('tool_calls'),
    ),
    { calls: [a, b] },
  ],
  [
    'more thought than was said',
    sse(chunk({ content: 'x' }), {
      ...end(),
      usage: {
        prompt_tokens: 1,
        completion_tokens: 5,
        completion_tokens_details: { reasoning_tokens: 9 },
      },
    }),
    { usage: { inputTokens: 1, outputTokens: 5, reasoningTokens: 5 } },
  ],
  [
    'usage of a gateway, whose total counts more',
    sse(chunk({ content: 'x' }), {
      ...end(),
      usage: { prompt_tokens: 66, completion_tokens: 6, total_tokens: 100 },
    }),
    { usage: { inputTokens: 66, outputTokens: 6 } },
  ],
  ...(
    [
      ['prompt_cache_hit_tokens', { prompt_cache_hit_tokens: 3 }],
      ['num_cached_tokens', { num_cached_tokens: 3 }],
      ['prompt_token_details', { prompt_token_details: { cached_tokens: 3 } }],
      ['cached_tokens', { cached_tokens: 3 }],
    ] as const
  ).map(([name, fields]): Quirk => [
    `USE-01 the cache in ${name}`,
    sse(chunk({ content: 'x' }), {
      ...end(),
      usage: { prompt_tokens: 5, completion_tokens: 1, ...fields },
    }),
    { usage: { inputTokens: 5, outputTokens: 1, cacheReadTokens: 3 } },
  ]),
  ...(
    [
      ['end', 'stop'],
      ['eos', 'stop'],
      ['model_length', 'length'],
      ['model_context_window_exceeded', 'length'],
      ['content_filter', 'content_filter'],
      ['function_call', 'tool_calls'],
      ['odd', 'other'],
    ] as const
  ).map(([reason, finish]): Quirk => [
    `the reason ${reason}`,
    sse(chunk({ content: 'x' }), end(reason), '[DONE]'),
    { finish },
  ]),
  [
    'REA-11 thoughts between tags',
    sse(
      chunk({ content: '\n<th' }),
      chunk({ content: 'ink>\nHm' }),
      chunk({ content: ', < 2.</thi' }),
      chunk({ content: 'nk>\n\n' }),
      chunk({ content: '\nFour, <think>' }),
      chunk({ content: 'not this.' }),
      end(),
    ),
    { reasoning: 'Hm, < 2.', text: 'Four, <think>not this.', finish: 'stop' },
    'vllm',
  ],
  [
    'REA-11 thoughts between tags, in front of a call',
    sse(
      chunk({ content: '<think>Hm.</think>' }),
      chunk(call({ index: 0, id: 'a' }, 'one', '{"x":1}')),
      end('tool_calls'),
    ),
    { reasoning: 'Hm.', text: '', calls: [a] },
    'minimax',
  ],
  [
    'REA-11 thoughts that never end',
    sse(chunk({ content: '<think>Hm <' }), end('length')),
    { reasoning: 'Hm <', text: '', finish: 'length' },
    'lmstudio',
  ],
  [
    'REA-11 text that only looks like a tag',
    sse(chunk({ content: '<thi' }), chunk({ content: 's' }), end()),
    { reasoning: '', text: '<this', finish: 'stop' },
    'ollama',
  ],
  [
    'REA-11 text that ends before it is a tag',
    sse(chunk({ content: '<thi' }), end()),
    { reasoning: '', text: '<thi', finish: 'stop' },
    'ollama',
  ],
  [
    'tags where a service tells thoughts apart',
    sse(chunk({ content: '<think>Hm.</think>x' }), end()),
    { reasoning: '', text: '<think>Hm.</think>x' },
    'openai',
  ],
]

describe('what single servers do', () => testQuirks(quirks))
