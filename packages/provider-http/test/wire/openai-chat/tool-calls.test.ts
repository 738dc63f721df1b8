import { describe } from 'vitest'
import { call, chunk, end, sse, testQuirks, type Quirk } from '../../support/chat-stream.ts'

const a = { id: 'a', name: 'one', text: '{"x":1}' }
const b = { id: 'b', name: 'two', text: '{"y":2}' }

const quirks: readonly Quirk[] = [
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
    sse(chunk(call({ id: '' }, 'one', '{"x":1}')), chunk(call({}, 'two', '{"y":2}')), end('stop')),
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
]

describe('calls as servers send them', () => testQuirks(quirks))
