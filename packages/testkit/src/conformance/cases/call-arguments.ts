import { define } from '../conformance-case.ts'
import { call, needs, ran, textual } from './calling.ts'
import type { SimulatedPart } from '../../simulators/http/answer.ts'

/** What a call is given. */
export const callArgumentCases = [
  define(
    'CAL-01',
    'P11',
    'Arguments that come in small pieces are one call, with the input that was written.',
    async (bench) => {
      const input = { a: 3.25, b: { 'ключ "1"': ['\n', null, true, { x: [] }] } }
      const { inputs, result, stage } = await ran(bench, [call({ input })], { bytes: 5 })
      bench.equal(inputs, [input], 'what was run')
      bench.holds(result, { text: 'ok', steps: 2 }, 'the run')
      bench.check(stage.request(2).text.includes('done'), 'The result was not sent.')
      if (!bench.has('arguments_text')) return
      const argumentsText = '{ "a" : 1.50,\t"b":{} }'
      const exact = await ran(bench, [call({ argumentsText })])
      bench.holds(exact.result.newMessages[1]?.content, [{ argumentsText }], 'the arguments’ text')
    },
    { needs },
  ),
  define(
    'CAL-02',
    'P11',
    'A call without arguments has the input {}.',
    async (bench) => {
      const ping: SimulatedPart = { type: 'tool_call', name: 'ping' }
      for (const variant of [undefined, ...bench.variants('no_arguments')]) {
        const { result } = await ran(bench, [ping], variant === undefined ? {} : { variant })
        bench.holds(
          result.toolCalls,
          [{ name: 'ping', input: {}, isError: false }],
          variant ?? 'the calls',
        )
      }
    },
    { needs },
  ),
  define(
    'CAL-03',
    'P11',
    'Arguments that are JSON before they end are run once, after their end.',
    async (bench) => {
      const { inputs } = await ran(bench, [call({ argumentsText: '{"a":1}   \n' })], { bytes: 3 })
      bench.equal(inputs, [{ a: 1 }], 'what was run')
      const cut = await ran(
        bench,
        [{ type: 'text', text: 'Once.' }, call({ argumentsText: '{}  ' })],
        { stop: 'length' },
      )
      bench.equal(cut.inputs, [], 'what was run of a call that was cut off')
    },
    { needs: textual },
  ),
  define(
    'CAL-04',
    'P11',
    'An empty object before the real one is skipped.',
    async (bench) => {
      const { inputs } = await ran(bench, [call({ argumentsText: '{}{"a":1}' })])
      bench.equal(inputs, [{ a: 1 }], 'what was run')
    },
    { needs: textual, decides: 'core' },
  ),
  ...(
    [
      [
        'CAL-05',
        'Arguments that are no JSON are not run; the model reads why, and the text is kept.',
        ['{"a":1,,}', '{"a":'],
      ],
      [
        'CAL-06',
        'Arguments that are no object are not run; the model reads why.',
        ['[1]', '"x"', '7'],
      ],
    ] as const
  ).map(([id, obligation, texts]) =>
    define(
      id,
      'P11',
      obligation,
      async (bench) => {
        for (const argumentsText of texts) {
          const { inputs, result, stage } = await ran(bench, [call({ argumentsText })])
          bench.equal(inputs, [], 'what was run')
          bench.holds(result.toolCalls, [{ isError: true }], 'the calls')
          bench.holds(result.newMessages[1]?.content, [{ argumentsText }], 'the text that is kept')
          bench.check(/Invalid arguments/.test(stage.request(2).text), 'The model cannot read why.')
        }
      },
      { needs: textual, decides: 'core' },
    ),
  ),
  define(
    'CAL-07',
    '',
    'Arguments that break the schema are not run; the model reads what is wrong.',
    async (bench) => {
      const { inputs, stage } = await ran(bench, [call({ input: { a: 'x' } })])
      bench.equal(inputs, [], 'what was run')
      bench.check(/Invalid arguments/.test(stage.request(2).text), 'The model cannot read why.')
    },
    { needs },
  ),
  define(
    'CAL-21',
    'P11',
    'Numbers beyond what a double holds are the nearest one, and their text is kept where the wire has text.',
    async (bench) => {
      const argumentsText = '{"a":9007199254740993}'
      const { inputs, result } = await ran(bench, [
        call(bench.has('arguments_text') ? { argumentsText } : { input: { a: 2 ** 53 } }),
      ])
      bench.equal(inputs, [{ a: 2 ** 53 }], 'what was run')
      if (!bench.has('arguments_text')) return
      bench.holds(result.newMessages[1]?.content, [{ argumentsText }], 'the text that is kept')
    },
    { needs },
  ),
  define(
    'CAL-22',
    'P11',
    'A key called __proto__ is data, and touches no prototype.',
    async (bench) => {
      const input: unknown = JSON.parse('{"a":1,"b":{"__proto__":{"x":1},"constructor":2}}')
      const { inputs } = await ran(bench, [call({ input })])
      bench.equal(JSON.stringify(inputs[0]), JSON.stringify(input), 'what was run')
      bench.check(!('x' in {}), 'The prototype of every object was changed.')
    },
    { needs },
  ),
  define(
    'CAL-23',
    'P11',
    'Arguments that come in pieces without a closing call are one whole call.',
    async (bench) => {
      for (const variant of bench.variants('partial_arguments')) {
        const content = [call({ name: 'find', input: { town: 'Rome' } })]
        bench.equal((await ran(bench, content, { variant })).inputs, [{ town: 'Rome' }], variant)
      }
    },
    { variants: 'partial_arguments', needs },
  ),
]
