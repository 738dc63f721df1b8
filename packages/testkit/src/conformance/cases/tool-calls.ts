import type { Tool } from '@autobot/core'
import type { SimulatedPart } from '../../simulators/http/answer.ts'
import type { WireAnswer } from '../../wire/wire.ts'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { callPart, count, object, result, tool, user } from '../material.ts'
import type { Stage } from '../stage.ts'

const needs = ['tools'] as const
const textual = ['tools', 'arguments_text'] as const
const inputSchema = object(
  { a: { type: 'number' }, b: { type: 'object' }, town: { type: 'string' } },
  { required: ['a'] },
)
const call = (more: object = {}): SimulatedPart => ({
  type: 'tool_call',
  name: 'add',
  input: { a: 1 },
  ...more,
})

interface Ran {
  readonly stage: Stage
  readonly inputs: unknown[]
  readonly result: Awaited<ReturnType<Stage['run']>>
}

/** One answer with calls; the next one is `ok`. */
async function ran(
  bench: Bench,
  content: readonly SimulatedPart[],
  more: Partial<WireAnswer> = {},
): Promise<Ran> {
  const inputs: unknown[] = []
  const tools: readonly Tool[] = [
    tool('add', { inputSchema, inputs }),
    tool('ping', { inputs }),
    tool('find', { inputSchema: object({ town: { type: 'string' } }), inputs }),
  ]
  const stage = await bench.open({ tools })
  if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
  stage.answer({ content, ...more })
  return { stage, inputs, result: await stage.run('hi') }
}

export const toolCallCases = [
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
      ['CAL-05', 'Arguments that are no JSON are not run; the model reads why, and the text is kept.', ['{"a":1,,}', '{"a":']],
      ['CAL-06', 'Arguments that are no object are not run; the model reads why.', ['[1]', '"x"', '7']],
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
        const { result, inputs } = await ran(bench, [call({ id }), call({ id, input: { a: 2 } })], more)
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
      bench.equal(toolCalls.map(({ input }) => input), [{ a: 1 }, { a: 2 }], 'the calls')
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
    'CAL-13',
    'P12',
    'An answer with a call ends with tool_calls, whatever the wire says.',
    async (bench) => {
      for (const stop of ['tool_calls', 'stop'] as const) {
        const { result, inputs, stage } = await ran(bench, [call()], { stop })
        bench.equal(inputs, [{ a: 1 }], `${stop}: what was run`)
        bench.equal(result.steps, 2, 'answers')
        bench.check(stage.server.requests.length === 2, 'The result was not sent.')
      }
    },
    { needs },
  ),
  define(
    'CAL-14',
    'P11 P12',
    'A call that was cut off at the limit of tokens is not run, and the conversation goes on.',
    async (bench) => {
      const content = [{ type: 'text', text: 'I add.' }, call({ argumentsText: '{"a":' })] as const
      const { inputs, result, stage } = await ran(bench, content, { stop: 'length' })
      bench.equal(inputs, [], 'what was run')
      bench.holds(result, { finishReason: 'length', toolCalls: [] }, 'the run')
      const kept = result.newMessages[1]?.content.filter(({ type }) => type === 'tool_call')
      bench.holds(kept, [{ incomplete: true, argumentsText: '{"a":' }], 'the call')
      bench.equal((await stage.run('go on', { messages: result.messages })).text, 'ok', 'the next')
    },
    { needs: textual },
  ),
  define(
    'CAL-15',
    '',
    'A call of a tool that nobody declared gets an error result, and the run goes on.',
    async (bench) => {
      const { result, stage } = await ran(bench, [call({ name: 'rm' })])
      bench.holds(result, { text: 'ok', toolCalls: [{ name: 'rm', isError: true }] }, 'the run')
      bench.check(stage.request(2).text.includes('Unknown tool'), 'The model cannot read why.')
    },
    { needs },
  ),
  define(
    'CAL-16',
    '',
    'A name with a prefix of the model’s own is resolved, or gets an error result.',
    async (bench) => {
      const { result } = await ran(bench, [call({ name: 'functions.add' }), call({ name: 'parallel' })])
      bench.equal(result.text, 'ok', 'the answer')
      bench.equal(result.toolCalls.length, 2, 'calls')
    },
    { needs },
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
  define(
    'CAL-20',
    'P5',
    'A call in the history of a tool that is gone is taken.',
    async (bench) => {
      const stage = await bench.open({ tools: [tool('g')] })
      const messages = [
        user('a'),
        { role: 'assistant', content: [callPart('c1', 'gone')] } as const,
        result('c1', 'marble-78'),
      ]
      bench.equal((await stage.run('go on', { messages })).text, 'ok', 'the answer')
      bench.check(stage.request().text.includes('marble-78'), 'The result was lost.')
    },
    { needs, decides: 'core' },
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
  define(
    'CAL-24',
    'P12 P15',
    'A call that the model wrote wrongly is bad_response, so that it is asked again, not for ever.',
    async (bench) => {
      for (const variant of bench.variants('malformed_call')) {
        const never = await bench.open()
        never.answer({ content: [{ type: 'text', text: 'Hm.' }], variant })
        bench.holds(await never.fails('hi'), { code: 'bad_response', retryable: true }, variant)
        const again = await bench.open({ retry: { maxRetries: 1, initialDelayMs: 1 } })
        again.answer({ content: [], variant })
        bench.equal((await again.run('hi')).text, 'ok', 'asked again')
      }
    },
    { variants: 'malformed_call' },
  ),
  define(
    'CAL-25',
    'P12',
    'The word for calls without a call is a stop.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ content: [{ type: 'text', text: 'Hm.' }], stop: 'tool_calls' })
      const { finishReason, text, steps } = await stage.run('hi')
      bench.equal({ finishReason, text, steps }, { finishReason: 'stop', text: 'Hm.', steps: 1 }, 'the run')
    },
    { needs },
  ),
  define(
    'CAL-26',
    'P11',
    'Of 300 calls in one turn not all are run, and each gets a result.',
    async (bench) => {
      const content = Array.from({ length: 300 }, (_, a) => call({ input: { a } }))
      const { inputs, result } = await ran(bench, content)
      bench.equal(result.toolCalls.length, 300, 'results')
      bench.check(inputs.length < 300, 'All of them were run.')
    },
    { needs, decides: 'core' },
  ),
]
