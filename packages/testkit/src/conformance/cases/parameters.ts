import type { AgentOptions, RequestOptions } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { count, object, tool } from '../material.ts'
import type { Stage } from '../stage.ts'

async function asked(bench: Bench, agent: Partial<AgentOptions>): Promise<Stage> {
  const stage = await bench.open(agent)
  bench.equal((await stage.run('hi')).text, 'ok', 'the answer')
  return stage
}

/** Sent, where the model takes it; else a warning that names it. */
async function sentOrTold(
  bench: Bench,
  field: keyof RequestOptions,
  options: RequestOptions,
  mark: string,
): Promise<void> {
  const stage = await bench.open(options)
  const { warnings } = await stage.run('hi')
  const told = warnings.some(({ path, code }) => path === field && code === 'parameter_dropped')
  const kept = stage.calls[0]?.request[field] !== undefined
  bench.equal(kept, !told, `${field}: whether a warning came`)
  bench.equal(stage.request().text.includes(mark), kept, `${field}: whether it was sent`)
}

const person = object(
  { name: { type: 'string' }, height_cm: { type: 'integer' } },
  { required: ['name'] },
)

export const parameterCases = [
  define(
    'PAR-01',
    'P5',
    'A temperature beyond the range is clamped, one that is not taken is left out; a warning says so.',
    async (bench) => {
      const stage = await asked(bench, { temperature: 1.5 })
      const { parameters } = await stage.capabilities()
      const range = parameters?.temperature === undefined ? [0, 1] : parameters.temperature
      const { warnings } = await stage.run('hi')
      bench.equal(
        warnings.some(({ path }) => path === 'temperature'),
        range === null || (range[1] ?? 1) < 1.5,
        'whether a warning came',
      )
      if (range === null) return
      const exact = await asked(bench, { temperature: 0.4375 })
      bench.check(exact.request().text.includes('0.4375'), 'The temperature was not sent.')
    },
  ),
  define(
    'PAR-02',
    'P5',
    'What a model does not take is left out, with a warning of one shape.',
    async (bench) => {
      await sentOrTold(bench, 'topP', { topP: 0.8125 }, '0.8125')
      await sentOrTold(bench, 'topK', { topK: 37 }, '37')
      await sentOrTold(bench, 'seed', { seed: 76_543 }, '76543')
      await sentOrTold(bench, 'presencePenalty', { presencePenalty: 0.3125 }, '0.3125')
      await sentOrTold(bench, 'frequencyPenalty', { frequencyPenalty: 0.1875 }, '0.1875')
      await sentOrTold(bench, 'stopSequences', { stopSequences: ['STOP-HERE'] }, 'STOP-HERE')
      await asked(bench, { user: 'u-1', metadata: { a: 'b' } })
    },
  ),
  define(
    'PAR-03',
    'P5',
    'The limit of tokens is sent, clamped to what the model takes, with a warning.',
    async (bench) => {
      const exact = await asked(bench, { maxOutputTokens: 1234 })
      bench.check(exact.request().text.includes('1234'), 'The limit was not sent.')
      const { maxOutputTokens } = await exact.capabilities()
      if (maxOutputTokens === undefined) return
      const stage = await bench.open({ maxOutputTokens: 10_000_000 })
      const { warnings } = await stage.run('hi')
      bench.check(
        warnings.some(({ path }) => path === 'maxOutputTokens'),
        'No warning came.',
      )
      bench.check(stage.request().text.includes(String(maxOutputTokens)), 'The limit is not sent.')
      await asked(bench, { maxOutputTokens: 1 })
    },
  ),
  define(
    'PAR-04',
    'P5',
    'A model that reasons is told the limit in the one field that it takes.',
    async (bench) => {
      for (const model of new Set([bench.model, bench.models.reasoning])) {
        const stage = await asked(bench, { model, maxOutputTokens: 2719 })
        bench.equal(count(stage.request().text, '2719'), 1, `${model}: limits that were sent`)
      }
    },
  ),
  define(
    'PAR-05',
    'P5',
    'An answer of a shape is asked for in the way that the model takes, with reasoning too.',
    async (bench) => {
      for (const more of [{}, { model: bench.models.reasoning, reasoning: 'low' }] as const) {
        const value = { name: 'Ada', height_cm: 170 }
        const first = await bench.open({ output: person, ...more })
        await first.ask('who?')
        bench.check(first.request(1).text.includes('height_cm'), 'The shape was not sent.')
        const answerTool = first.calls[0]?.request.tools?.find(({ inputSchema }) =>
          JSON.stringify(inputSchema).includes('"height_cm"'),
        )
        const stage = await bench.open({ output: person, ...more })
        stage.answer({
          content:
            answerTool === undefined
              ? [{ type: 'text', text: JSON.stringify(value) }]
              : [{ type: 'tool_call', name: answerTool.name, input: value }],
        })
        bench.equal((await stage.run('who?')).object, value, 'the value')
      }
    },
  ),
  define('PAR-06', 'P8', 'Options for another provider are ignored.', async (bench) => {
    const plain = await asked(bench, {})
    const providerOptions = { elsewhere: { odd: 'option-6' } }
    const stage = await asked(bench, { providerOptions })
    bench.equal(stage.request().text, plain.request().text, 'the request')
    await stage.deltas({ providerOptions })
    bench.check(!stage.request().text.includes('option-6'), 'The provider read another prefix.')
  }),
  define(
    'CAC-01',
    'P5',
    'Cache markers are written where the model takes them, and nowhere else.',
    async (bench) => {
      const agent = { system: 'Be brief.', tools: [tool('f')] }
      const stage = await asked(bench, { ...agent, cache: 'auto' })
      const off = await asked(bench, { ...agent, cache: 'off' })
      const points = stage.calls[0]?.request.cachePoints ?? []
      const same = stage.request().text === off.request().text
      bench.equal(same, points.length === 0, 'whether both requests are the same')
      await asked(bench, { ...agent, cache: { ttl: '1h' } })
    },
  ),
  define(
    'SYS-01',
    'P5',
    'System text reaches the model, in front of the first question where there is no such role.',
    async (bench) => {
      const stage = await asked(bench, { system: 'brief-system-1' })
      const sent = stage.request().text
      bench.check(sent.includes('brief-system-1'), 'The system text was lost.')
      const { system } = await stage.capabilities()
      if (system !== 'none') return
      bench.check(sent.indexOf('brief-system-1') < sent.indexOf('hi'), 'It stands elsewhere.')
    },
  ),
]
