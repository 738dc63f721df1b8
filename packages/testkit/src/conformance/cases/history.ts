import type { Message } from '@autobot/core'
import { define, type ConformanceCase } from '../conformance-case.ts'
import { calls, frozen, result, said, system, tool, user } from '../material.ts'

const tools = [tool('f'), tool('g')]

/** Whatever an abort, a crash or an editor left behind is sent in a form that the service takes. */
function historyCase(
  id: string,
  obligation: string,
  histories: readonly (readonly Message[])[],
  keeps: readonly string[] = [],
  drops: readonly string[] = [],
): ConformanceCase {
  return define(
    id,
    'P5',
    obligation,
    async (bench) => {
      for (const messages of histories) {
        const stage = await bench.open({ tools })
        bench.equal((await stage.run('go-on-1', { messages })).text, 'ok', 'the answer')
        const sent = stage.request().text
        for (const text of ['go-on-1', ...keeps]) {
          bench.check(sent.includes(text), `"${text}" was lost.`)
        }
        for (const text of drops) bench.check(!sent.includes(text), `"${text}" was sent.`)
      }
    },
    { decides: 'core' },
  )
}

const cache = 'off'

export const historyCases = [
  historyCase('HIS-01', 'A call that was never answered is sent with a result, or not at all.', [
    [user('a'), calls('c1')],
  ]),
  historyCase(
    'HIS-02',
    'Calls whose results were lost get error results right after their turn.',
    [[user('a'), calls('c1', 'c2', 'c3'), result('c2', 'kept-2')]],
    ['kept-2'],
  ),
  historyCase(
    'HIS-03',
    'A result without a call is left out.',
    [[user('a'), result('c9', 'lone-9'), said('b')]],
    [],
    ['lone-9'],
  ),
  historyCase(
    'HIS-04',
    'A result that stands twice is sent once.',
    [[user('a'), calls('c1'), result('c1', 'twice-1'), result('c1', 'other-1')]],
    ['twice-1'],
    ['other-1'],
  ),
  historyCase(
    'HIS-05',
    'A question between a call and its result comes after the result.',
    [[user('a'), calls('c1'), user('between-5'), result('c1', 'kept-5')]],
    ['between-5', 'kept-5'],
  ),
  historyCase('HIS-06', 'Turns without content, or with nothing but a thought, are no trouble.', [
    [user('a'), { role: 'assistant', content: [] }, user('b')],
    [user('a'), { role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }] }],
  ]),
  historyCase(
    'HIS-07',
    'Two questions in a row are both sent, in their order.',
    [[user('one-7'), user('two-7')]],
    ['one-7', 'two-7'],
  ),
  historyCase(
    'HIS-08',
    'Two answers in a row are both sent.',
    [[user('a'), said('one-8'), said('two-8')]],
    ['one-8', 'two-8'],
  ),
  historyCase('HIS-09', 'A history may begin with an answer.', [[said('first-9')]], ['first-9']),
  define(
    'HIS-10',
    'P5',
    'A history may end with an answer; white space at its end is cut.',
    async (bench) => {
      const stage = await bench.open()
      const messages = [user('a'), said('last-10  \n')]
      bench.equal((await stage.run([], { messages })).text, 'ok', 'the answer')
      bench.check(stage.request().text.includes('last-10'), 'The answer was lost.')
    },
    { decides: 'core' },
  ),
  historyCase(
    'HIS-11',
    'Blank texts of anyone are no trouble.',
    [[system(' '), user(' \n'), said(''), user(''), said(' '), user('kept-11')]],
    ['kept-11'],
  ),
  define(
    'HIS-12',
    'P5',
    'System text leads where it can, and one in the middle is not lost.',
    async (bench) => {
      const stage = await bench.open({ tools, system: 'lead-12' })
      const messages = [user('a'), said('b'), system('middle-12'), user('d')]
      await stage.run('go on', { messages })
      const sent = stage.request().text
      for (const text of ['lead-12', 'middle-12']) {
        bench.check(sent.includes(text), `"${text}" was lost.`)
      }
    },
  ),
  define('HIS-13', 'P5', 'Sending changes nothing in the history.', async (bench) => {
    const stage = await bench.open({ tools })
    const messages = frozen([system('s'), user('a'), calls('c1', 'c2'), result('c1'), said('b ')])
    bench.equal((await stage.run('go on', { messages })).text, 'ok', 'the answer')
  }),
  define(
    'HIS-14',
    'P7',
    'The same history is the same bytes, and a longer one begins with the same bytes.',
    async (bench) => {
      const messages = [
        system('s'),
        user('a'),
        calls('c1', 'c2'),
        result('c1'),
        result('c2'),
        said('mark-14'),
      ]
      const bodies = []
      for (const [question, history] of [
        ['go on', messages],
        ['go on', messages],
        ['more', [...messages, user('go on'), said('ok')]],
      ] as const) {
        const stage = await bench.open({ tools, cache })
        await stage.run(question, { messages: history })
        await stage.run(question, { messages: history })
        bench.equal(stage.request(2).text, stage.request(1).text, 'the same request again')
        bodies.push(stage.request(1).text)
      }
      const [one = '', two, longer = ''] = bodies
      bench.equal(two, one, 'the same request of another provider')
      const shared = one.slice(0, one.indexOf('mark-14') + 'mark-14'.length)
      bench.check(longer.startsWith(shared), 'A longer history changes what stands before it.')
    },
  ),
]
