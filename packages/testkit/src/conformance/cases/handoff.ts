import type { Message, ToolCallPart } from '@autobot/core'
import { scriptedProvider } from '../../scripted-provider.ts'
import { requestComplaints } from '../../validators/request-complaints.ts'
import type { Bench } from '../bench.ts'
import { define } from '../conformance-case.ts'
import { count, object, tool, user } from '../material.ts'
import type { Stage } from '../stage.ts'
import { history, makers, two } from './made-elsewhere.ts'

const look = tool('look', { inputSchema: object({ at: { type: 'string' } }) })

/** Goes on from there, calls a tool, and says what was sent first. */
async function goesOn(bench: Bench, messages: readonly Message[]): Promise<Stage> {
  const stage = await bench.open({ tools: [look] })
  if (bench.has('tools') && (await stage.capabilities()).tools !== 'none') {
    stage.answer({ content: [{ type: 'tool_call', name: 'look', input: { at: 'x' } }] })
  }
  bench.equal((await stage.run('go on', { messages })).text, 'ok', 'the answer')
  return stage
}

export const handoffCases = [
  define(
    'HAN-01',
    'P5 P8',
    'A conversation that began with a provider of any wire goes on here.',
    async (bench) => {
      for (const maker of makers) {
        const stage = await goesOn(bench, history(maker))
        const sent = stage.request(1).text
        for (const text of [
          'question-1',
          'words-1',
          'place-0',
          'result-0',
          'result-1',
          'answer-1',
        ]) {
          bench.check(sent.includes(text), `${maker.name}: "${text}" was lost.`)
        }
        bench.check(!/opaque|thought-1/.test(sent), `${maker.name}: its own state was sent.`)
      }
    },
    { decides: 'core' },
  ),
  define(
    'HAN-02',
    'P7 P8',
    'A detour over another provider changes nothing of what stands before it.',
    async (bench) => {
      const bodies = []
      for (const detour of [false, true]) {
        const other = scriptedProvider(
          detour
            ? [
                [
                  { type: 'text', text: 'detour-2' },
                  { type: 'finish', reason: 'stop' },
                ],
              ]
            : [],
          { prefix: 'detour' },
        )
        const stage = await bench.open({ tools: [look], plugins: [other.plugin], cache: 'off' })
        const first = await stage.run('one-1')
        const middle = detour
          ? await stage.run('two-2', { model: 'detour/m', messages: first.messages })
          : first
        await stage.run('last-3', { messages: middle.messages })
        bodies.push(stage.request().text)
      }
      const [straight = '', around = ''] = bodies
      const shared = straight.slice(0, straight.indexOf('one-1') + 'one-1'.length)
      bench.check(around.startsWith(shared), 'What stands before the detour has changed.')
      bench.check(around.includes('detour-2'), 'The detour was lost.')
    },
  ),
  define(
    'HAN-03',
    'P5',
    'Ids of any length and kind stay paired, and none collides.',
    async (bench) => {
      const ids = ['x'.repeat(450), 'call_0', 'functions.f:0', 'a|b|c', '', 'a b.c']
      const call = (id: string, index: number): ToolCallPart => ({
        type: 'tool_call',
        id: `own-${index}`,
        nativeId: id,
        name: 'look',
        input: { at: `place-${index}-` },
        argumentsText: `{"at":"place-${index}-"}`,
      })
      const stage = await goesOn(bench, [
        user('a'),
        { role: 'assistant', provider: 'elsewhere', model: 'm', content: ids.map(call) },
        {
          role: 'tool',
          content: ids.map((_id, index) => ({
            type: 'tool_result',
            toolCallId: `own-${index}`,
            toolName: 'look',
            content: [{ type: 'text', text: `result-${index}-` }],
          })),
        },
      ])
      for (const index of ids.keys()) {
        bench.equal(count(stage.request(1).text, `result-${index}-`), 1, `result ${index}`)
        bench.check(stage.request(1).text.includes(`place-${index}-`), `Call ${index} was lost.`)
      }
    },
    { decides: 'core' },
  ),
  define(
    'HAN-04',
    'P5',
    'Ids that begin the same stay apart where the target takes short ones.',
    async (bench) => {
      const stage = await goesOn(bench, two('tooluse_XYabc', 'tooluse_XYzzz'))
      const [message] = (stage.calls[0]?.request.messages ?? []).filter(
        ({ role }) => role === 'assistant',
      )
      const parts = message?.role === 'assistant' ? message.content : []
      const ids = parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []))
      bench.equal(new Set(ids).size, ids.length, 'different ids')
      for (const id of ids) {
        const sent = stage.request(1).text
        if (bench.has('call_ids')) bench.check(count(sent, id) >= 2, `The id ${id} is not paired.`)
      }
    },
  ),
  define(
    'HAN-05',
    'P5',
    'A model that counts its calls by name gets ids that count on.',
    async (bench) => {
      const stage = await goesOn(bench, two('call_a', 'call_b'))
      const { toolCallIds } = await stage.capabilities()
      if (toolCallIds?.form !== 'function_index')
        bench.skip('This model takes ids of another form.')
      for (const id of ['functions.look:0', 'functions.look:1']) {
        bench.check(stage.request(1).text.includes(id), `${id} was not sent.`)
      }
    },
    { decides: 'core' },
  ),
  define(
    'HAN-06',
    'P5',
    'Beside results stands only what the model takes there.',
    async (bench) => {
      const messages = two('call_a', 'call_b').slice(0, 3)
      const stage = await bench.open({ tools: [look] })
      await stage.run('right-after', { messages })
      const rules = await stage.capabilities()
      const { prefix } = bench
      const complaints = stage.calls.flatMap((one) => requestComplaints(one.request, rules, prefix))
      bench.equal(complaints, [], 'complaints')
      bench.check(stage.request().text.includes('right-after'), 'The question was lost.')
    },
    { decides: 'core' },
  ),
  define(
    'HAN-07',
    'P5',
    'A model without tools reads as text what tools did.',
    async (bench) => {
      const stage = await bench.open()
      if ((await stage.capabilities()).tools !== 'none') bench.skip('This model takes tools.')
      await stage.run('go on', { messages: two('call_a', 'call_b') })
      for (const text of ['place-0', 'result-0']) {
        bench.check(stage.request().text.includes(text), `"${text}" was lost.`)
      }
    },
    { decides: 'core' },
  ),
  define(
    'HAN-08',
    'P5 P8',
    'A history with tools that another provider ran itself is taken.',
    async (bench) => {
      const stage = await goesOn(bench, [
        user('a'),
        {
          role: 'assistant',
          provider: 'elsewhere',
          model: 'm',
          content: [
            {
              type: 'tool_call',
              id: 's1',
              name: 'web_search',
              input: {},
              argumentsText: '{}',
              providerExecuted: true,
            },
            { type: 'text', text: 'found-8' },
          ],
        },
      ])
      bench.check(stage.request(1).text.includes('found-8'), 'The text was lost.')
    },
    { decides: 'core' },
  ),
  define(
    'HAN-09',
    'P15',
    'What is too long is context_overflow, whoever notices it.',
    async (bench) => {
      const stage = await bench.open({ retry: { maxRetries: 2, initialDelayMs: 1 } })
      stage.answer({
        failure: { status: 400, message: 'maximum context length', kind: 'context_overflow' },
      })
      bench.holds(
        await stage.fails('hi'),
        { code: 'context_overflow', retryable: false },
        'the error',
      )
      bench.equal(stage.server.requests.length, 1, 'requests')
    },
    { needs: ['context_overflow'] },
  ),
  define(
    'HAN-10',
    'P5',
    'Cache markers stand where this model takes them, and not too many.',
    async (bench) => {
      const stage = await bench.open({ tools: [look], system: 'Be brief.', cache: 'auto' })
      const messages = Array.from({ length: 12 }, (_, at): Message =>
        at % 2 === 0
          ? user(`q${at}`)
          : {
              role: 'assistant',
              provider: 'elsewhere',
              content: [
                {
                  type: 'text',
                  text: `a${at}`,
                  providerMetadata: { elsewhere: { cache_control: 'foreign-marker' } },
                },
              ],
            },
      )
      await stage.run('go on', { messages })
      const { cachePoints } = await stage.capabilities()
      const points = stage.calls[0]?.request.cachePoints ?? []
      bench.check(points.length <= (cachePoints?.max ?? 4), `${points.length} markers.`)
      bench.check(!stage.request().text.includes('foreign-marker'), 'A foreign marker was sent.')
    },
    { decides: 'core' },
  ),
]
