import type { JsonObject, Tool } from '@autobot/core'
import type { Bench } from '../bench.ts'
import { define, type ConformanceCase } from '../conformance-case.ts'
import type { Stage } from '../stage.ts'
import { object, string, tool } from '../material.ts'

const needs = ['tools'] as const

async function withTools(bench: Bench, tools: readonly Tool[]): Promise<Stage> {
  const stage = await bench.open({ tools, maxSteps: 2 })
  if ((await stage.capabilities()).tools === 'none') bench.skip('This model takes no tools.')
  return stage
}

/** Names of the declared tools as the target wants them. */
function declared(stage: Stage): readonly string[] {
  return (stage.calls.at(-1)?.request.tools ?? []).map(({ name }) => name)
}

/** A tool of this schema is taken by the service, and can be called with the input. */
function schemaCase(
  id: string,
  obligation: string,
  inputSchema: JsonObject,
  inputs: readonly JsonObject[] = [{}],
): ConformanceCase {
  return define(
    id,
    'P5 P7',
    obligation,
    async (bench) => {
      const given: unknown[] = []
      const stage = await withTools(bench, [
        tool('f', { inputSchema, inputs: given, description: 'Says-it-3141.' }),
      ])
      stage.answer({
        content: inputs.map((input) => ({ type: 'tool_call', name: 'f', input })),
      })
      await stage.run('hi')
      const sent = stage.request(1).text
      bench.check(sent.includes('Says-it-3141.'), 'The description was not sent.')
      const schema = stage.calls[0]?.request.tools?.[0]?.inputSchema ?? {}
      for (const key of Object.keys((schema['properties'] as object | undefined) ?? {})) {
        bench.check(sent.includes(JSON.stringify(key).slice(1, -1)), `"${key}" was not declared.`)
      }
      bench.check(!/"\$ref":"#\/(\$defs|definitions)\/gone/.test(sent), 'A reference leads nowhere.')
      bench.equal(given, inputs, 'the inputs that the tool was given')
    },
    { decides: 'core', needs },
  )
}

const person = object({ name: string, friends: { type: 'array', items: { $ref: '#/$defs/person' } } })

export const definitionCases = [
  schemaCase('DEF-01', 'A tool without parameters is declared and called with {}.', {
    type: 'object',
  }),
  schemaCase(
    'DEF-02',
    'References in a schema are resolved as the target wants them.',
    object(
      { home: { $ref: '#/$defs/place' }, work: { $ref: '#/$defs/place' } },
      { $defs: { place: object({ city: string }, { required: ['city'] }) } },
    ),
    [{ home: { city: 'Köln' } }],
  ),
  schemaCase(
    'DEF-03',
    'A schema that refers to itself ends, and is taken.',
    object({ who: { $ref: '#/$defs/person' } }, { $defs: { person } }),
    [{ who: { name: 'Ada' } }],
  ),
  schemaCase(
    'DEF-04',
    'Of a union at the root, each alternative can be called.',
    {
      type: 'object',
      anyOf: [
        object({ a: string }, { required: ['a'] }),
        object({ b: string }, { required: ['b'] }),
      ],
    },
    [{ a: 'x' }, { b: 'y' }],
  ),
  schemaCase(
    'DEF-05',
    'Seventeen optional, nullable fields are within every limit.',
    object(
      Object.fromEntries(
        Array.from({ length: 17 }, (_, at) => [`f${at}`, { type: ['string', 'null'] }]),
      ),
    ),
    [{ f3: 'x' }],
  ),
  schemaCase(
    'DEF-06',
    'Further properties, allowed or not, never make a request that is refused.',
    object(
      { a: object({}, { additionalProperties: true }), b: object({}, { additionalProperties: string }) },
      { additionalProperties: false },
    ),
    [{ a: {}, b: {} }],
  ),
  schemaCase(
    'DEF-07',
    'const, oneOf, tuples, enums that are no texts and old definitions are taken.',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: {
        kind: { const: 'x' },
        either: { oneOf: [string, { type: 'number' }] },
        pair: { type: 'array', items: [string, { type: 'number' }] },
        any: true,
        old: { $ref: '#/definitions/old' },
      },
      definitions: { old: object({ a: string }) },
    },
    [{ kind: 'x', either: 3, old: { a: 'b' } }],
  ),
  define(
    'DEF-08',
    'P5',
    'Bounds are checked here, whether or not the target can be told of them.',
    async (bench) => {
      const given: unknown[] = []
      const inputSchema = object({
        n: { type: 'integer', minimum: 1, maximum: 9 },
        word: { type: 'string', minLength: 1, maxLength: 5, pattern: '^a', format: 'uri' },
      })
      const stage = await withTools(bench, [tool('f', { inputSchema, inputs: given })])
      stage.answer({
        content: [
          { type: 'tool_call', name: 'f', input: { n: 99 } },
          { type: 'tool_call', name: 'f', input: { n: 5 } },
        ],
      })
      const { toolCalls } = await stage.run('hi')
      bench.equal(toolCalls.map(({ isError }) => isError), [true, false], 'which calls failed')
      bench.equal(given, [{ n: 5 }], 'what was run')
    },
    { decides: 'core', needs },
  ),
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
        bench.equal(toolCalls.map(({ name }) => name), names, 'the names of the calls')
        bench.check(toolCalls.every(({ isError }) => !isError), 'A call failed.')
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
      const tools = [tool('f', { inputSchema: object({ $filter: string, [long]: string }), inputs: given })]
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
  schemaCase('DEF-17', 'A tool that declares nothing at all takes an object.', {}),
]
