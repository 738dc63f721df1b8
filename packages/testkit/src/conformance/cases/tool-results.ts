import { define } from '../conformance-case.ts'
import { calls, count, result, tool, user } from '../material.ts'
import { broken, content, needs, note, results } from './giving.ts'

export const toolResultCases = [
  define(
    'RES-01',
    'P5',
    'Texts, objects, lists, numbers and null of tools are read the same by every model.',
    async (bench) => {
      const { sent } = await results(bench, {
        text: () => 'plain-1',
        object: () => ({ a: [1, null] }),
        list: () => ['item-2'],
        number: () => 31_415,
        null: () => null,
      })
      for (const shown of ['plain-1', 'item-2', '31415']) {
        bench.check(sent.includes(shown), `${shown} was not sent.`)
      }
      bench.check(/\{\\*"a\\*": ?\[1, ?null\]\}/.test(sent), 'The object was not sent.')
    },
    { needs },
  ),
  ...(
    [
      ['RES-02', 'An empty result is a visible placeholder.', ''],
      ['RES-16', 'A blank result is a visible placeholder.', ' \n'],
    ] as const
  ).map(([id, obligation, output]) =>
    define(
      id,
      'P5',
      obligation,
      async (bench) => {
        const { sent } = await results(bench, { empty: () => output })
        bench.check(sent.includes('(no output)'), 'The placeholder was not sent.')
      },
      { needs, decides: 'core' },
    ),
  ),
  define(
    'RES-03',
    'P5',
    'A failed tool is told as an error: by the wire’s flag, or by a word before the text.',
    async (bench) => {
      const bodies = []
      for (const isError of [true, false]) {
        const stage = await bench.open({ tools: [tool('f')] })
        if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
        await stage.run('go', {
          messages: [user('a'), calls('c1'), result('c1', 'broke-5', isError)],
        })
        bodies.push(stage.request().text)
      }
      bench.check(bodies[0]?.includes('broke-5') === true, 'The text was lost.')
      bench.check(bodies[0] !== bodies[1], 'An error looks as a success.')
    },
    { needs },
  ),
  define(
    'RES-04',
    'P5',
    'A failure without a word still says that it is one.',
    async (bench) => {
      const { sent } = await results(bench, { silent: broken('') })
      bench.check(/error|failed|no output/i.test(sent), 'The model reads nothing.')
    },
    { needs, decides: 'core' },
  ),
  define(
    'RES-05',
    'P5',
    'Results stand in the order of the calls, one for each, however late they came.',
    async (bench) => {
      const after = (ms: number, text: string) => () =>
        new Promise((resolve) => setTimeout(() => resolve(text), ms))
      const { sent } = await results(bench, {
        slow: after(20, 'result-first'),
        fast: () => 'result-second',
        middle: after(5, 'result-third'),
      })
      const places = ['result-first', 'result-second', 'result-third'].map((text) =>
        sent.indexOf(text),
      )
      bench.check(!places.includes(-1), 'A result is missing.')
      bench.equal(
        places,
        places.toSorted((a, b) => a - b),
        'the places of the results',
      )
      bench.equal(count(sent, 'result-first'), 1, 'how often the first result was sent')
    },
    { needs },
  ),
  define(
    'RES-06',
    'P5',
    'When some of several tools fail or take too long, each has a result and the turn goes on.',
    async (bench) => {
      const { sent } = await results(
        bench,
        {
          good: () => 'fine-1',
          bad: broken('broke-2'),
          late: () => new Promise(() => undefined),
        },
        { toolTimeoutMs: 30 },
      )
      for (const shown of ['fine-1', 'broke-2']) {
        bench.check(sent.includes(shown), `${shown} was not sent.`)
      }
    },
    { needs, decides: 'core' },
  ),
  define(
    'RES-11',
    'P5',
    'A result that is only a value is read as its JSON.',
    async (bench) => {
      const { sent } = await results(bench, {
        value: () => content({ type: 'json', value: { total: 'value-9' } }),
      })
      bench.check(/\{\\*"total\\*": ?\\*"value-9\\*"\}/.test(sent), 'The value was not sent.')
    },
    { needs },
  ),
  define(
    'RES-12',
    'P5',
    'A result that says of itself that it is an error is one.',
    async (bench) => {
      const give = (isError: boolean) => () => ({ ...content(note('refused-4')), isError })
      const { sent } = await results(bench, { f: give(true) })
      bench.check(sent.includes('refused-4'), 'The text was lost.')
      bench.check(
        sent !== (await results(bench, { f: give(false) })).sent,
        'It looks as a success.',
      )
    },
    { needs },
  ),
  define(
    'RES-14',
    'P5',
    'A result of two megabytes is passed on whole.',
    async (bench) => {
      const { sent } = await results(bench, { much: () => `${'x'.repeat(2_000_000)}-the-end` })
      bench.check(sent.includes('-the-end'), 'The end of the result was lost.')
    },
    { needs },
  ),
  define(
    'RES-15',
    'P5',
    'Broken characters in a result reach the wire as valid text.',
    async (bench) => {
      const { sent } = await results(bench, { odd: () => '\u001B[31m\uD800 \0 red-6' })
      bench.check(sent.includes('red-6'), 'The text was lost.')
      bench.check(sent.isWellFormed() && !/\\u0000|\\ud800/i.test(sent), 'The text is broken.')
    },
    { needs, decides: 'core' },
  ),
]
