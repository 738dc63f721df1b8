import type { Message } from '@autobot/core'
import { scriptedProvider } from '../../scripted-provider.ts'
import type { SimulatedPart } from '../../simulators/http/answer.ts'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { count, tool, user } from '../material.ts'
import type { Stage } from '../stage.ts'
import { foreign } from './foreign-turns.ts'

const needs = ['reasoning', 'tools'] as const
const thought: SimulatedPart = { type: 'reasoning', text: 'Let me see-5. 思考' }
const call: SimulatedPart = { type: 'tool_call', name: 'f', input: {} }

const thinking = (bench: Bench, agent: object = {}): Promise<Stage> =>
  bench.open({
    model: bench.models.reasoning,
    tools: [tool('f')],
    reasoning: 'high',
    ...agent,
  })

const replay = async (stage: Stage, bench: Bench): Promise<string> =>
  (await stage.agent.registry.resolve(bench.models.reasoning)).capabilities.reasoningReplay ??
  'drop'

/** What of this answer has to stand in every later request. */
function echoes(bench: Bench, stage: Stage, content: readonly SimulatedPart[]): readonly string[] {
  return content.flatMap((part) => bench.wire.echoes?.(part, stage.request(1)) ?? [])
}

export const reasoningCases = [
  define(
    'REA-01',
    'P10',
    'What the model thought is reasoning, apart from its text.',
    async (bench) => {
      const stage = await thinking(bench)
      stage.answer({ content: [thought, { type: 'text', text: 'Seen.' }] })
      const { events } = await stage.ask('hi')
      const of = (type: string): string =>
        events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('')
      bench.equal(of('reasoning_delta'), thought.text, 'the reasoning')
      bench.equal(of('text_delta'), 'Seen.', 'the text')
    },
    { needs: ['reasoning'] },
  ),
  define(
    'REA-02',
    'P8 P10',
    'Within a loop of tools, signatures, ciphertext and thoughts go back byte for byte.',
    async (bench) => {
      const stage = await thinking(bench)
      if ((await replay(stage, bench)) === 'drop')
        bench.skip('This model’s reasoning never goes back.')
      const content = [thought, { ...thought, text: 'And more-6.' } as const, call]
      stage.answer({ content }, { content: [thought, call] })
      await stage.run('hi')
      const wanted = echoes(bench, stage, content)
      if (wanted.length === 0) bench.skip('This wire gives nothing that has to go back.')
      for (const [number, text] of wanted.flatMap(
        (one) =>
          [
            [2, one],
            [3, one],
          ] as const,
      )) {
        bench.check(stage.request(number).text.includes(text), `Request ${number} lacks ${text}.`)
      }
    },
    { needs },
  ),
  define(
    'REA-03',
    'P8 P10',
    'A thought that is only ciphertext is kept without a text, and goes back.',
    async (bench) => {
      const stage = await thinking(bench)
      const content = [{ ...thought, hidden: true } as const, call]
      stage.answer({ content })
      const { newMessages } = await stage.run('hi')
      bench.holds(newMessages[1]?.content[0], { type: 'reasoning', text: '' }, 'the part')
      if ((await replay(stage, bench)) === 'drop') return
      for (const text of echoes(bench, stage, content)) {
        bench.check(stage.request(2).text.includes(text), `The next request lacks ${text}.`)
      }
    },
    { needs: ['reasoning', 'hidden_reasoning', 'tools'] },
  ),
  define(
    'REA-04',
    'P8',
    'Nothing opaque of another provider, and none of its thoughts, stands in a request.',
    async (bench) => {
      const stage = await bench.open({ tools: [tool('f')] })
      await stage.run('go on', { messages: foreign })
      const sent = stage.request().text
      for (const text of ['foreign-', '<think']) {
        bench.check(!sent.includes(text), `"${text}" was sent.`)
      }
      bench.check(sent.includes('own-words'), 'The text was lost.')
    },
    { decides: 'core' },
  ),
  define(
    'REA-05',
    'P8',
    'After a detour over another model, what belongs to this one is back.',
    async (bench) => {
      const other = scriptedProvider(
        [
          [
            { type: 'text', text: 'detour-5' },
            { type: 'finish', reason: 'stop' },
          ],
        ],
        { prefix: 'detour' },
      )
      const stage = await thinking(bench, { plugins: [other.plugin] })
      if ((await replay(stage, bench)) === 'drop')
        bench.skip('This model’s reasoning never goes back.')
      const content = [thought, call]
      stage.answer({ content })
      const first = await stage.run('a')
      const middle = await stage.run('b', { model: 'detour/m', messages: first.messages })
      await stage.run('c', { messages: middle.messages })
      other.assertDone()
      for (const text of echoes(bench, stage, content)) {
        bench.check(stage.request().text.includes(text), `The request lacks ${text}.`)
      }
      bench.check(stage.request().text.includes('detour-5'), 'The detour was lost.')
    },
    { needs },
  ),
  define(
    'REA-06',
    'P8',
    'Calls that another provider’s model made are taken while this one reasons.',
    async (bench) => {
      const stage = await thinking(bench)
      await stage.run('go on', { messages: foreign })
      bench.check(stage.request().text.includes('result-c2'), 'A result was lost.')
    },
    { needs: ['tools'] },
  ),
  define(
    'REA-07',
    'P8',
    'A model that demands thoughts with its turns takes turns of others, that have none.',
    async (bench) => {
      const stage = await thinking(bench)
      stage.answer({ content: [call] })
      bench.equal((await stage.run('go on', { messages: foreign })).text, 'ok', 'the answer')
    },
    { needs: ['tools'] },
  ),
  define(
    'REA-08',
    'P8',
    'A history with thoughts is taken when the model no longer reasons.',
    async (bench) => {
      const stage = await thinking(bench)
      stage.answer({ content: [thought, call] })
      const { messages } = await stage.run('hi')
      const off = await thinking(bench, { reasoning: 'none' })
      bench.equal((await off.run('go on', { messages })).text, 'ok', 'the answer')
    },
    { needs },
  ),
  define(
    'REA-09',
    'P8',
    'Thoughts without a signature do not go back to a model that wants signed ones.',
    async (bench) => {
      const stage = await thinking(bench)
      const kind = await replay(stage, bench)
      if (kind === 'all') bench.skip('This model takes thoughts without a signature.')
      const model = bench.models.reasoning.slice(bench.prefix.length + 1)
      const messages: readonly Message[] = [
        user('a'),
        {
          role: 'assistant',
          provider: bench.prefix,
          model,
          content: [
            { type: 'reasoning', text: 'unsigned-9' },
            { type: 'text', text: 'b' },
          ],
        },
      ]
      await stage.run('go on', { messages })
      bench.check(!stage.request().text.includes('unsigned-9'), 'The thought was sent.')
    },
    { decides: 'core' },
  ),
  define(
    'REA-10',
    'P13',
    'Tokens of reasoning are part of the output, and are counted once.',
    async (bench) => {
      const stage = await thinking(bench)
      stage.answer({ usage: { input: 10, output: 30, reasoning: 12 } })
      const { usage } = await stage.run('hi')
      bench.holds(usage, { outputTokens: 30, reasoningTokens: 12 }, 'usage')
    },
    { needs: ['usage', 'reasoning_usage'] },
  ),
  define(
    'REA-11',
    'P10',
    'Thoughts that a model writes into its text are text or reasoning, and none is lost.',
    async (bench) => {
      const stage = await bench.open()
      stage.answer({ content: [{ type: 'text', text: '<think>hm-1</think>Yes-2.' }] })
      const { newMessages } = await stage.run('hi')
      const parts = newMessages[1]?.content ?? []
      const all = parts.map((part) => ('text' in part ? part.text : '')).join('')
      bench.check(/hm-1/.test(all) && /Yes-2\./.test(all), `Something was lost: ${all}`)
      bench.equal(count(all, 'Yes-2.'), 1, 'how often the answer came')
    },
  ),
]
