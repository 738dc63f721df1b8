import { define } from '../conformance-case.ts'
import { call, inputSchema, needs, ran } from './calling.ts'
import { count, tool } from '../material.ts'

export const toolCallCases = [
  define(
    'CAL-08',
    'P11',
    'Parallel calls are told apart however the wire numbers them, each with its own arguments.',
    async (bench) => {
      const ids = bench.has('call_ids') ? ['native_1', 'native_2', 'native_3'] : []
      const content = [
        call({ id: ids[0] }),
        call({ name: 'find', input: { town: 'Rome' }, id: ids[1] }),
        call({ input: { a: 3 }, id: ids[2] }),
      ]
      for (const variant of [undefined, ...bench.variants('calls')]) {
        const { inputs, result } = await ran(
          bench,
          content,
          variant === undefined ? {} : { variant },
        )
        bench.equal(inputs, [{ a: 1 }, { town: 'Rome' }, { a: 3 }], variant ?? 'what was run')
        if (ids.length === 0) continue
        const parts = result.newMessages[1]?.content ?? []
        bench.holds(
          parts.map((part) => ('nativeId' in part ? part.nativeId : undefined)),
          ids.map((id) => new RegExp(id)),
          'the ids of the wire',
        )
      }
    },
    { needs },
  ),
  define(
    'CAL-09',
    'P11',
    'The same call twice in one turn is run twice.',
    async (bench) => {
      const { inputs, result, stage } = await ran(bench, [call(), call()])
      bench.equal(inputs, [{ a: 1 }, { a: 1 }], 'what was run')
      bench.equal(new Set(result.toolCalls.map(({ id }) => id)).size, 2, 'different ids')
      bench.equal(count(stage.request(2).text, '"done"'), 2, 'results that were sent')
    },
    { needs },
  ),
  define(
    'CAL-10',
    'P11',
    'Ids that are empty, missing, long or odd are replaced by unique ones, and results stay paired.',
    async (bench) => {
      const missing = bench.variants('no_ids').map((variant) => ['', { variant }] as const)
      const odd = ['', 'x'.repeat(450), 'a|b', 'search:0', 'a.b c'].map((id) => [id, {}] as const)
      for (const [id, more] of [...odd, ...missing]) {
        const { result, inputs } = await ran(
          bench,
          [call({ id }), call({ id, input: { a: 2 } })],
          more,
        )
        bench.equal(inputs, [{ a: 1 }, { a: 2 }], `the id ${JSON.stringify(id)}: what was run`)
        bench.equal(new Set(result.toolCalls.map((one) => one.id)).size, 2, 'different ids')
      }
    },
    { needs: ['tools', 'call_ids'] },
  ),
  define(
    'CAL-11',
    'P11',
    'The same id in two turns is two calls.',
    async (bench) => {
      const stage = await bench.open({ tools: [tool('add', { inputSchema })] })
      const content = [call({ id: 'call_0' })]
      stage.answer({ content }, { content: [call({ id: 'call_0', input: { a: 2 } })] })
      const { toolCalls } = await stage.run('hi')
      bench.equal(
        toolCalls.map(({ input }) => input),
        [{ a: 1 }, { a: 2 }],
        'the calls',
      )
      bench.equal(new Set(toolCalls.map(({ id }) => id)).size, 2, 'different ids')
    },
    { needs: ['tools', 'call_ids'], decides: 'core' },
  ),
  define(
    'CAL-12',
    'P11',
    'The same id twice in one turn is two calls.',
    async (bench) => {
      const { inputs } = await ran(bench, [call({ id: 'c' }), call({ id: 'c', input: { a: 2 } })])
      bench.equal(inputs, [{ a: 1 }, { a: 2 }], 'what was run')
    },
    { needs: ['tools', 'call_ids'] },
  ),
  define(
    'CAL-17',
    'P10 P11',
    'Text before, between and after calls is kept, and the next request is taken.',
    async (bench) => {
      const { result, stage } = await ran(bench, [
        { type: 'text', text: 'One-11.' },
        call(),
        { type: 'text', text: 'Two-22.' },
        call({ input: { a: 2 } }),
        { type: 'text', text: 'Three-33.' },
      ])
      const parts = result.newMessages[1]?.content ?? []
      const texts = parts.map((part) => (part.type === 'text' ? part.text : ''))
      bench.equal(texts.join(''), 'One-11.Two-22.Three-33.', 'the texts')
      bench.equal(parts.filter(({ type }) => type === 'tool_call').length, 2, 'calls')
      bench.check(stage.request(2).text.includes('One-11.'), 'The text was not sent back.')
    },
    { needs },
  ),
  define(
    'CAL-18',
    'P11',
    'A tool that the provider ran itself is shown, and never run here.',
    async (bench) => {
      for (const variant of bench.variants('provider_executed')) {
        const { result, inputs } = await ran(bench, [{ type: 'text', text: 'Found.' }], { variant })
        bench.equal(inputs, [], 'what was run')
        bench.holds(result, { text: 'Found.', steps: 1, toolCalls: [] }, variant)
      }
    },
    { variants: 'provider_executed' },
  ),
  define(
    'CAL-19',
    'P11',
    'A name that is repeated empty or comes late is the right one.',
    async (bench) => {
      for (const variant of bench.variants('late_name')) {
        bench.equal((await ran(bench, [call()], { variant })).inputs, [{ a: 1 }], variant)
      }
    },
    { variants: 'late_name', needs },
  ),
]
