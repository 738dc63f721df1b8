import { define } from '../conformance-case.ts'
import { call, needs, ran, textual } from './calling.ts'
import { callPart, result, tool, user } from '../material.ts'

/** What becomes of a call. */
export const callEndingCases = [
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
      const parts = result.newMessages[1]?.content ?? []
      const kept = parts.flatMap((part) => (part.type === 'tool_call' ? [part] : []))
      bench.holds(kept, [{ argumentsText: '{"a":' }], 'the call')
      // Some wires close what was cut off.
      bench.check(
        kept.every(({ incomplete, invalid }) => incomplete === true || invalid !== undefined),
        'The call looks as if it were whole.',
      )
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
      const { result } = await ran(bench, [
        call({ name: 'functions.add' }),
        call({ name: 'parallel' }),
      ])
      bench.equal(result.text, 'ok', 'the answer')
      bench.equal(result.toolCalls.length, 2, 'calls')
    },
    { needs },
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
      bench.equal(
        { finishReason, text, steps },
        { finishReason: 'stop', text: 'Hm.', steps: 1 },
        'the run',
      )
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
