import { define } from '../conformance-case.ts'
import { object, string, tool } from '../material.ts'
import { declared, needs, withTools } from './declaring.ts'

/** What tools are called, and how many there may be. */
export const toolNameCases = [
  ...(
    [
      [
        'DEF-09',
        'A name that the target does not take has a legal one on the wire, and the call has its own.',
        ['a.b', 'a/b', 'ä ö', '1st', '-x', 'x'.repeat(80)],
      ],
      ['DEF-10', 'Two names that would become the same stay apart.', ['a.b', 'a_b', 'a b']],
      [
        'DEF-11',
        'The same tool of two servers is two tools.',
        ['files__read', 'git__read', 'files.read'],
      ],
      ['DEF-15', 'Names of prototypes are names.', ['constructor', '__proto__', 'toString']],
    ] as const
  ).map(([id, obligation, names]) =>
    define(
      id,
      'P5',
      obligation,
      async (bench) => {
        const tools = names.map((name) => tool(name, { inputSchema: object({ a: string }) }))
        const first = await withTools(bench, tools)
        await first.run('hi')
        const onWire = declared(first)
        bench.equal(new Set(onWire).size, names.length, 'names on the wire')
        for (const name of onWire) {
          bench.check(first.request().text.includes(`"${name}"`), `${name} was not declared.`)
        }
        const stage = await bench.open({ tools, maxSteps: 2 })
        stage.answer({
          content: onWire.map((name) => ({ type: 'tool_call', name, input: { a: '1' } })),
        })
        const { toolCalls } = await stage.run('hi')
        bench.equal(
          toolCalls.map(({ name }) => name),
          names,
          'the names of the calls',
        )
        bench.check(
          toolCalls.every(({ isError }) => !isError),
          'A call failed.',
        )
      },
      { decides: 'core', needs },
    ),
  ),
  define(
    'DEF-12',
    'P5',
    'A tool without a description is taken.',
    async (bench) => {
      const stage = await withTools(bench, [tool('f', { description: '' }), tool('g')])
      await stage.run('hi')
      for (const name of ['f', 'g']) {
        bench.check(stage.request().text.includes(`"${name}"`), `${name} was not declared.`)
      }
    },
    { decides: 'core', needs },
  ),
  define(
    'DEF-13',
    '',
    'More tools than a request takes are a clear error or a selection that is told.',
    async (bench) => {
      const stage = await withTools(
        bench,
        Array.from({ length: 129 }, (_, at) => tool(`f${at}`)),
      )
      const { maxTools = 128 } = await stage.capabilities()
      if (maxTools >= 129) bench.skip(`This model takes ${maxTools} tools.`)
      const { result, error } = await stage.ask('hi')
      const told = result?.warnings.some(({ code }) => /^tools?_/.test(code)) === true
      bench.check(told || error !== undefined, 'Tools were left out without a word.')
    },
    { needs },
  ),
  define(
    'DEF-14',
    'P7',
    'The order in which tools are registered changes no name.',
    async (bench) => {
      const two = [tool('a.b'), tool('a_b', { description: 'x' })]
      const names = []
      for (const tools of [two, two.toReversed()]) {
        const stage = await withTools(bench, tools)
        await stage.run('hi')
        names.push(declared(stage).toSorted())
      }
      bench.equal(names[1], names[0], 'names in another order')
    },
    { decides: 'core', needs },
  ),
  define(
    'DEF-16',
    'P5',
    'Keys that the target does not take are renamed, and the tool gets its own.',
    async (bench) => {
      const given: unknown[] = []
      const long = `k${'x'.repeat(80)}`
      const tools = [
        tool('f', { inputSchema: object({ $filter: string, [long]: string }), inputs: given }),
      ]
      const first = await withTools(bench, tools)
      await first.run('hi')
      const schema = first.calls[0]?.request.tools?.[0]?.inputSchema['properties'] ?? {}
      const stage = await bench.open({ tools, maxSteps: 2 })
      const input = Object.fromEntries(Object.keys(schema).map((key) => [key, 'v']))
      stage.answer({ content: [{ type: 'tool_call', name: 'f', input }] })
      await stage.run('hi')
      bench.equal(given, [{ $filter: 'v', [long]: 'v' }], 'the input')
    },
    { decides: 'core', needs },
  ),
]
