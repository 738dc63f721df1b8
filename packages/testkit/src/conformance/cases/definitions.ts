import type { JsonObject } from '@autobot/core'
import { define, type ConformanceCase } from '../conformance-case.ts'
import { object, string, tool } from '../material.ts'
import { needs, withTools } from './declaring.ts'

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
      bench.check(
        !/"\$ref":"#\/(\$defs|definitions)\/gone/.test(sent),
        'A reference leads nowhere.',
      )
      bench.equal(given, inputs, 'the inputs that the tool was given')
    },
    { decides: 'core', needs },
  )
}

const person = object({
  name: string,
  friends: { type: 'array', items: { $ref: '#/$defs/person' } },
})

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
      {
        a: object({}, { additionalProperties: true }),
        b: object({}, { additionalProperties: string }),
      },
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
      bench.equal(
        toolCalls.map(({ isError }) => isError),
        [true, false],
        'which calls failed',
      )
      bench.equal(given, [{ n: 5 }], 'what was run')
    },
    { decides: 'core', needs },
  ),
  schemaCase('DEF-17', 'A tool that declares nothing at all takes an object.', {}),
]
