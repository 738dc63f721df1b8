import { describe, expect, test } from 'vitest'
import type { SchemaDialect } from '../../src/contract/capabilities.ts'
import type { JsonObject } from '../../src/contract/json.ts'
import { compileSchema } from '../../src/prepare/schema/compile.ts'
import { prepared } from './build.ts'
import { deepFreeze } from './deep-freeze.ts'
import { dialects } from './dialects.ts'
import { schemaComplaints } from '../../../testkit/src/validators/schema-complaints.ts'

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
})
function compiled(schema: JsonObject, dialect: SchemaDialect = {}) {
  const outcome = compileSchema(deepFreeze(schema), dialect)
  expect(schemaComplaints(outcome.schema, dialect)).toEqual([])
  return outcome
}

describe('schemas', () => {
  test('DEF-01 DEF-17 a tool without schema has an object without properties', () => {
    for (const given of [{}, null, undefined, { type: 'object' }]) {
      expect(compileSchema(given, {}).schema).toEqual({ type: 'object', properties: {} })
    }
    expect(compileSchema({}, { emptyObject: 'omit' }).schema).toEqual({})
  })
  test('DEF-02 references are written out or kept, never dangling', () => {
    const schema = object(
      { a: { $ref: '#/definitions/A', description: 'mine' }, b: { $ref: '#/$defs/gone' } },
      { definitions: { A: { type: 'string' } } },
    )
    const { schema: out, problems } = compiled(schema)
    expect(out['properties']).toEqual({ a: { type: 'string', description: 'mine' }, b: {} })
    expect(problems).toHaveLength(1)
    expect(
      compiled(
        object({ a: { $ref: '#/definitions/A' } }, { definitions: { A: { type: 'string' } } }),
        { references: 'keep' },
      ).schema,
    ).toEqual({
      type: 'object',
      properties: { a: { $ref: '#/$defs/A' } },
      $defs: { A: { type: 'string' } },
    })
  })
  test('DEF-03 a recursive reference is cut with a problem, or kept', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } }
    const schema = object({ root: { $ref: '#/$defs/Node' } }, { $defs: { Node: node } })
    expect(compiled(schema).problems).toHaveLength(1)
    expect(compiled(schema, dialects['open']).problems).toEqual([])
    expect(compiled(object({ self: { $ref: '#' } })).problems).toHaveLength(1)
  })
  test('DEF-03 references that multiply are cut before they fill the memory', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `d${at}`,
        object({ a: { $ref: `#/$defs/d${at + 1}` }, b: { $ref: `#/$defs/d${at + 1}` } }),
      ]),
    )
    expect(
      compiled(object({ a: { $ref: '#/$defs/d0' } }, { $defs })).problems.length,
    ).toBeGreaterThan(0)
  })
  test('DEF-04 alternatives at the root become one object', () => {
    const branch = (kind: string, key: string) =>
      object({ kind: { const: kind }, [key]: { type: 'string' } }, { required: ['kind', key] })
    for (const keyword of ['anyOf', 'oneOf']) {
      const { schema } = compiled({
        type: 'object',
        [keyword]: [branch('a', 'x'), branch('b', 'y')],
      })
      expect(schema).toMatchObject({
        properties: { kind: { type: 'string', enum: ['a', 'b'] }, x: {}, y: {} },
        required: ['kind'],
      })
      expect(schema['description']).toContain('{kind, x} or {kind, y}')
    }
    const all = compiled({
      allOf: [object({ a: {} }, { required: ['a'] }), object({ b: {} }, { required: ['b'] })],
    })
    expect(all.schema).toMatchObject({ properties: { a: {}, b: {} }, required: ['a', 'b'] })
  })
  test('DEF-04 alternatives at the root that are references keep their properties', () => {
    const schema = {
      type: 'object',
      anyOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/B' }],
      $defs: { A: object({ a: {} }), B: object({ b: {} }) },
    }
    for (const dialect of Object.values(dialects)) {
      expect(Object.keys(compiled(schema, dialect).schema['properties'] as object)).toEqual([
        'a',
        'b',
      ])
    }
  })
  test('DEF-06 additionalProperties is kept, dropped or forced', () => {
    const schema = object({ o: { type: 'object', additionalProperties: false } })
    const inner = (dialect: SchemaDialect) =>
      (compiled(schema, dialect).schema['properties'] as JsonObject)['o']
    expect(inner({ additionalProperties: 'keep' })).toEqual({
      type: 'object',
      additionalProperties: false,
    })
    expect(inner({ additionalProperties: 'drop_false' })).toEqual({ type: 'object' })
    expect(inner({ additionalProperties: 'require_false' })).toEqual({
      type: 'object',
      properties: {},
      additionalProperties: false,
    })
  })
  test('DEF-05 optional properties become nullable where all are required, and null means absent', () => {
    const { schema, decode } = compiled(
      object(
        { a: { type: 'string' }, b: { type: ['string', 'null'] }, c: { type: 'string' } },
        { required: ['c'] },
      ),
      dialects['strict'],
    )
    expect(schema).toMatchObject({
      required: ['a', 'b', 'c'],
      properties: {
        a: { type: ['string', 'null'] },
        b: { type: ['string', 'null'] },
        c: { type: 'string' },
      },
    })
    expect(decode({ a: null, b: null, c: 'x' })).toEqual({ b: null, c: 'x' })
  })
  test('DEF-07 values that are sent as text come back as they were', () => {
    const { schema, decode, encode } = compiled(
      object({
        n: { enum: [1, 2] },
        b: { const: true },
        mixed: { enum: ['1', 1, null] },
        list: { type: 'array', items: { enum: [1.5] } },
        tuple: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
        either: { anyOf: [{ type: 'string' }, { const: 1 }] },
      }),
    )
    expect(schema['properties']).toMatchObject({
      n: { type: 'string', enum: ['1', '2'] },
      b: { type: 'string', enum: ['true'] },
    })
    const value = { n: 2, b: true, mixed: null, list: [1.5], tuple: ['a', 1] }
    expect(encode(value)).toEqual({
      n: '2',
      b: 'true',
      mixed: 'null',
      list: ['1.5'],
      tuple: ['a', 1],
    })
    expect(decode(encode(value))).toEqual(value)
    expect(decode({ mixed: '1', either: '1' })).toEqual({ mixed: '1', either: '1' })
  })
  test('DEF-07 lists of types are written in the form of the dialect', () => {
    const property = (dialect: SchemaDialect) =>
      (
        compiled(object({ a: { type: ['string', 'null'], minLength: 2 } }), dialect).schema[
          'properties'
        ] as JsonObject
      )['a']
    expect(property({ typeArrays: 'keep', bounds: 'keep' })).toEqual({
      type: ['string', 'null'],
      minLength: 2,
    })
    expect(property({ bounds: 'keep' })).toEqual({
      anyOf: [{ type: 'string', minLength: 2 }, { type: 'null' }],
    })
    expect(property({ typeArrays: 'nullable' })).toEqual({
      type: 'string',
      nullable: true,
      description: '(minLength: 2)',
    })
  })
  test('DEF-08 bounds and formats that cannot be said are described', () => {
    const { schema } = compiled(
      object({
        n: { type: 'integer', description: 'Pages.', minimum: 1, maximum: 9 },
        d: { type: 'string', format: 'uuid' },
      }),
    )
    expect(schema['properties']).toEqual({
      n: { type: 'integer', description: 'Pages. (minimum: 1, maximum: 9)' },
      d: { type: 'string', description: '(format: uuid)' },
    })
  })
  test('DEF-16 keys that are not legal are renamed and come back, in the history too', () => {
    const schema = object(
      { $filter: { type: 'object', properties: { ä: { type: 'string' } } }, ['k'.repeat(80)]: {} },
      { required: ['$filter'] },
    )
    const { decode, encode } = compiled(schema)
    const value = { $filter: { ä: 'x' }, ['k'.repeat(80)]: 1, other: 2 }
    expect(decode(encode(value))).toEqual(value)
    expect(Object.keys(encode(value) as object).every((key) => /^[\w.-]{1,64}$/.test(key))).toBe(
      true,
    )
    const { request, decodeInput } = prepared({
      tools: [{ name: 'find', inputSchema: schema }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'hi' }] },
        {
          role: 'assistant',
          content: [{ type: 'tool_call', id: 'c1', name: 'find', input: value, argumentsText: '' }],
        },
      ],
    })
    const part = request.messages[1]?.content[0]
    if (part?.type !== 'tool_call') throw new Error('no call')
    expect(part.argumentsText).not.toContain('$filter')
    expect(decodeInput('find', part.input)).toEqual(value)
  })
  test('DEF-15 a property named __proto__ is a property', () => {
    const schema = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"enum":[1]}}}',
    ) as JsonObject
    const { schema: out, decode } = compiled(schema)
    expect(Object.keys(out['properties'] as object)).toEqual(['__proto__'])
    expect(JSON.stringify(decode(JSON.parse('{"__proto__":"1"}') as JsonObject))).toBe(
      '{"__proto__":1}',
    )
  })
  test('a root that is no object is replaced, with a problem', () => {
    expect(compiled({ type: 'string' }).problems).toHaveLength(1)
  })
  test('a schema is compiled once for dialects that say the same', () => {
    const schema = object({ a: {} })
    expect(compileSchema(schema, { enums: 'any' })).toBe(compileSchema(schema, { enums: 'any' }))
  })
})
