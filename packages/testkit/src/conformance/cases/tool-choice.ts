import type { AgentOptions, Tool } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import type { Stage } from '../stage.ts'
import { calls, result, said, tool, user } from '../material.ts'

const needs = ['tools'] as const
const two = (inputs?: unknown[]): readonly Tool[] => [
  tool('f', { ...(inputs && { inputs }) }),
  tool('g', { ...(inputs && { inputs }) }),
]
const call = (name: string) => ({ type: 'tool_call', name, input: {} }) as const
const downgraded = (warnings: readonly { readonly code: string }[]): boolean =>
  warnings.some(({ code }) => code === 'tool_choice_downgraded')

async function open(bench: Bench, agent: Partial<AgentOptions> = {}): Promise<Stage> {
  const stage = await bench.open({ tools: two(), maxSteps: 2, ...agent })
  if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
  return stage
}

/** The body of a first request with these options. */
async function bodyWith(bench: Bench, agent: Partial<AgentOptions>): Promise<string> {
  const stage = await open(bench, agent)
  await stage.run('hi')
  return stage.request(1).text
}

const history = [user('a'), calls('c1'), result('c1', 'marble-77'), said('b')]

export const toolChoiceCases = [
  define(
    'CHO-01',
    'P5',
    'Asked to call none, no call is run, even when the model makes one.',
    async (bench) => {
      const inputs: unknown[] = []
      const stage = await open(bench, { tools: two(inputs), toolChoice: 'none' })
      stage.answer({ content: [{ type: 'text', text: 'No.' }, call('f')] })
      await stage.ask('hi')
      bench.equal(inputs, [], 'what was run')
    },
    { needs, decides: 'core' },
  ),
  define(
    'CHO-02',
    'P5',
    'Asked to call none in a history with calls, the request is taken and no call is run.',
    async (bench) => {
      const inputs: unknown[] = []
      const stage = await open(bench, { tools: two(inputs), toolChoice: 'none' })
      bench.equal((await stage.run('again', { messages: history })).text, 'ok', 'the answer')
      bench.equal(inputs, [], 'what was run')
    },
    { needs, decides: 'core' },
  ),
  define(
    'CHO-03',
    'P5',
    'required is asked for where it can be; elsewhere a warning says that it is not.',
    async (bench) => {
      const stage = await open(bench, { toolChoice: 'required' })
      const { toolChoice = ['auto'] } = await stage.capabilities()
      stage.answer({ content: [call('g')] })
      const { toolCalls, warnings } = await stage.run('hi')
      bench.holds(toolCalls, [{ name: 'g' }], 'the calls')
      const can = toolChoice.includes('required')
      bench.equal(downgraded(warnings), !can, 'whether a warning came')
      if (!can) return
      const plain = await bodyWith(bench, {})
      bench.check(stage.request(1).text !== plain, 'The choice is not in the request.')
    },
    { needs },
  ),
  define(
    'CHO-04',
    'P5',
    'One tool is asked for where it can be named, and the others stay declared.',
    async (bench) => {
      const stage = await open(bench, { toolChoice: { tool: 'g' } })
      const { toolChoice = ['auto'] } = await stage.capabilities()
      stage.answer({ content: [call('g')] })
      const { toolCalls, warnings } = await stage.run('hi')
      bench.holds(toolCalls, [{ name: 'g' }], 'the calls')
      const can = toolChoice.includes('tool')
      bench.equal(downgraded(warnings), !can, 'whether a warning came')
      if (!can) return
      const sent = stage.request(1).text
      bench.check(sent.includes('"f"'), 'The other tool is not declared any more.')
      const other = await bodyWith(bench, { toolChoice: { tool: 'f' } }).catch(() => '')
      bench.check(sent !== other, 'The name of the tool is not in the request.')
      bench.check(sent !== (await bodyWith(bench, {})), 'The choice is not in the request.')
    },
    { needs },
  ),
  define(
    'CHO-05',
    'P5',
    'A forced call while the model reasons is never a refused request.',
    async (bench) => {
      for (const toolChoice of ['required', { tool: 'g' }] as const) {
        const stage = await open(bench, {
          toolChoice,
          reasoning: 'high',
          model: bench.models.reasoning,
        })
        stage.answer({ content: [call('g')] })
        bench.holds((await stage.run('hi')).toolCalls, [{ name: 'g' }], 'the calls')
      }
    },
    { needs, decides: 'core' },
  ),
  define(
    'CHO-06',
    'P5',
    'Without parallel calls at most one is run in a turn, whether or not the wire can be asked.',
    async (bench) => {
      const inputs: unknown[] = []
      const stage = await open(bench, { tools: two(inputs), parallelToolCalls: false })
      const { parallelToolCalls } = await stage.capabilities()
      stage.answer({ content: [call('f'), call('g')] })
      await stage.run('hi')
      bench.equal(inputs.length, 1, 'calls that were run')
      if (parallelToolCalls !== 'wire') return
      const plain = await bodyWith(bench, { parallelToolCalls: true })
      bench.check(stage.request(1).text !== plain, 'The request does not say it.')
    },
    { needs },
  ),
  define('CHO-07', 'P7', 'Without tools a request holds no word about tools.', async (bench) => {
    const plain = await bench.open({ tools: [] })
    await plain.run('hi')
    const stage = await bench.open({
      tools: [],
      toolChoice: 'required',
      parallelToolCalls: false,
    })
    await stage.run('hi')
    bench.equal(stage.request().text, plain.request().text, 'the request')
  }),
  define(
    'CHO-08',
    'P5',
    'Tools that are gone leave a history that is taken, and what they did is read.',
    async (bench) => {
      const stage = await bench.open({ tools: [] })
      await stage.run('and?', { messages: history })
      bench.check(stage.request().text.includes('marble-77'), 'The result was lost.')
    },
    { decides: 'core' },
  ),
  define(
    'CHO-09',
    'P5',
    'Where a tool cannot be named but a call can be demanded, only that tool is offered.',
    async (bench) => {
      const stage = await open(bench, { toolChoice: { tool: 'g' } })
      const { toolChoice = ['auto'] } = await stage.capabilities()
      if (toolChoice.includes('tool')) bench.skip('This model can be asked for one tool.')
      if (!toolChoice.includes('required')) bench.skip('This model cannot be asked for a call.')
      stage.answer({ content: [call('g')] })
      await stage.run('hi')
      bench.holds(stage.calls[0]?.request.tools, [{ name: 'g' }], 'the tools that were offered')
      bench.check(!stage.request(1).text.includes('"f"'), 'Another tool was declared.')
    },
    { needs, decides: 'core' },
  ),
]
