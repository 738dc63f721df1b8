import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/contract/json.ts'
import { compileSchema } from '../../src/prepare/schema/compile.ts'
import { runs, timeout } from './arbitrary.ts'
import { dialects } from './dialects.ts'
import { schemaComplaints } from '../../../testkit/src/validators/schema-complaints.ts'

test('any schema becomes a legal one in every dialect', { timeout }, () => {
  const leaf = fc.record(
    {
      type: fc.constantFrom(
        'string',
        'integer',
        'null',
        ['string', 'null'],
        ['object', 'array', 'null'],
        'array',
        'object',
      ),
      enum: fc.constantFrom([1, 'a'], [null], ['x'], []),
      const: fc.constantFrom(1, null, 'x'),
      minimum: fc.constant(1),
      format: fc.constantFrom('date-time', 'uuid'),
      default: fc.constant(1),
      $ref: fc.constantFrom(
        '#',
        '#/$defs/A',
        '#/definitions/B',
        '#/properties/a',
        'https://x.test',
      ),
      not: fc.constant({}),
      required: fc.constantFrom(['a'], ['$b', 'gone']),
      additionalProperties: fc.constantFrom(true, false, { type: 'string' }),
    },
    { requiredKeys: [] },
  )
  const { node } = fc.letrec<{ node: JsonObject }>((tie) => {
    const list = fc.array(tie('node'), { maxLength: 3 })
    const map = fc.dictionary(
      fc.constantFrom('a', '$b', 'c d', '__proto__'),
      fc.oneof({ weight: 4, arbitrary: tie('node') }, fc.boolean()),
      { maxKeys: 3 },
    )
    const nested = fc.record(
      {
        properties: map,
        items: fc.oneof(tie('node'), list, fc.boolean()),
        anyOf: list,
        oneOf: list,
        allOf: list,
        prefixItems: list,
      },
      { requiredKeys: [] },
    )
    return {
      node: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc.tuple(leaf, nested).map(([a, b]) => ({ ...a, ...b }) as JsonObject),
      ) as fc.Arbitrary<JsonObject>,
    }
  })
  const root = fc
    .tuple(node, node, node)
    .map(([a, b, c]) => ({ ...a, $defs: { A: b }, definitions: { B: c } }))
  fc.assert(
    fc.property(root, fc.constantFrom(...Object.values(dialects)), (schema, dialect) => {
      const { schema: out } = compileSchema(schema, dialect)
      expect(schemaComplaints(out, dialect)).toEqual([])
    }),
    { numRuns: runs },
  )
})

test(
  'values that no schema has, where schemas are due, cost no more than themselves',
  { timeout },
  () => {
    const junk = fc.oneof(
      fc.constantFrom(null, true, 0, '', 'object', 'any', '#', '#/$defs/a', 'http://x.test#'),
      fc.array(fc.constantFrom('p', 'string', 'null', null, 1, {}), { maxLength: 3 }),
      fc.constant({}),
    )
    const { node } = fc.letrec<{ node: unknown }>((tie) => {
      const list = fc.oneof(fc.array(tie('node'), { maxLength: 3 }), junk)
      const one = fc.oneof(tie('node'), junk)
      const map = fc.oneof(
        fc.dictionary(fc.constantFrom('p', '$x', '__proto__', 'a b'), tie('node'), { maxKeys: 3 }),
        junk,
      )
      const type = fc.oneof(
        fc.constantFrom('object', 'array', 'string', 'null', ['string', 'null'], ['array', 'x']),
        junk,
      )
      const shape: Record<string, fc.Arbitrary<unknown>> = {
        type,
        properties: map,
        required: junk,
        items: fc.oneof(one, list),
        prefixItems: list,
        anyOf: list,
        oneOf: list,
        allOf: list,
        enum: junk,
        const: junk,
        additionalProperties: one,
        $ref: junk,
        $defs: fc.oneof(fc.dictionary(fc.constant('a'), tie('node'), { maxKeys: 1 }), junk),
        nullable: junk,
        description: junk,
        format: junk,
        pattern: junk,
        minimum: junk,
        not: one,
      }
      return {
        node: fc.oneof({ depthSize: 'small' }, junk, fc.record(shape, { requiredKeys: [] })),
      }
    })
    fc.assert(
      fc.property(node, fc.constantFrom(...Object.values(dialects)), (schema, dialect) => {
        const { schema: out } = compileSchema(schema as JsonObject, dialect)
        expect(schemaComplaints(out, dialect)).toEqual([])
      }),
      { numRuns: runs },
    )
  },
)
