import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../src/index.ts'
import { validateJsonSchema } from '../../src/tools/validate-json-schema.ts'

const issues = (properties: JsonObject, value: JsonValue, more: JsonObject = {}) =>
  validateJsonSchema({ type: 'object', properties, ...more }, value).issues

describe('what a model reads of wrong arguments', () => {
  it.each<[string, JsonObject, JsonObject, string[]]>([
    ['type', { n: { type: 'integer' } }, { n: 'x' }, ["'n' should be integer"]],
    ['types', { n: { type: ['string', 'null'] } }, { n: 1 }, ["'n' should be string or null"]],
    ['enum', { n: { enum: ['a', 'b'] } }, { n: 'c' }, [`'n' should be one of ["a","b"]`]],
    ['minimum', { n: { type: 'number', minimum: 1 } }, { n: 0 }, ["'n' should be at least 1"]],
    [
      'path',
      { list: { items: { properties: { at: { type: 'string' } } } } },
      { list: [{ at: 'x' }, { at: 1 }] },
      ["'list[1].at' should be string"],
    ],
    [
      'union of types',
      { n: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
      { n: 'x' },
      ["'n' should be integer or null"],
    ],
    [
      'the branch of a union that was meant',
      { n: { anyOf: [{ type: 'null' }, { type: 'object', required: ['id'] }] } },
      { n: {} },
      ["'n.id' is missing"],
    ],
    [
      'a union of objects',
      { n: { oneOf: [{ required: ['a'] }, { required: ['b'] }] } },
      { n: {} },
      ["'n' fits none of the forms that are allowed"],
    ],
  ])('%s', (_, properties, value, expected) => {
    expect(issues(properties, value)).toEqual(expected)
  })

  it('names each missing and each unknown field', () => {
    const more = { required: ['a', 'b'], additionalProperties: false }
    expect(issues({ a: {}, b: {} }, { c: 1 }, more)).toEqual([
      "'a' is missing",
      "'b' is missing",
      "'c' is not allowed",
    ])
  })

  it('follows references', () => {
    const $defs = { Place: { type: 'object', properties: { city: { type: 'string' } } } }
    expect(issues({ to: { $ref: '#/$defs/Place' } }, { to: { city: 1 } }, { $defs })).toEqual([
      "'to.city' should be string",
    ])
  })

  it('stops after ten', () => {
    const value = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, 1]))
    const found = issues({}, value, { additionalProperties: { type: 'string' } })
    expect(found).toHaveLength(11)
    expect(found?.at(-1)).toBe('and 20 more')
  })

  it('checks against a frozen schema too, and leaves the schema as it is', () => {
    const schema = Object.freeze({ type: 'object', required: Object.freeze(['a']) })
    expect(validateJsonSchema(schema, {}).issues).toEqual(["'a' is missing"])
    expect(Reflect.ownKeys(schema)).toEqual(['type', 'required'])
  })
})
