import { describe, expect, test } from 'vitest'
import { prepare } from '../../src/prepare/prepare.ts'
import { toolArguments } from '../../src/stream/tool-arguments.ts'
import { dialects } from './dialects.ts'
import { user } from './build.ts'

type Schema = Record<string, unknown>

function nested(depth: number): Schema {
  let schema: Schema = { type: 'string' }
  for (let level = 0; level < depth; level += 1) {
    schema = { type: 'object', properties: { a: schema } }
  }
  return schema
}
const circle: Schema = { type: 'object', properties: {} }
;(circle['properties'] as Schema)['self'] = circle

const many = 1000
const alternatives = Array.from({ length: many }, (_, n) => ({
  properties: { kind: { const: n }, [`p${n}`]: { type: 'string' } },
  required: ['kind'],
}))

const ask = (inputSchema: Schema, toolSchema: object) =>
  prepare(
    {
      model: 'm',
      messages: [user('hi')],
      tools: [
        { name: 'odd', inputSchema: inputSchema as never },
        { name: 'good', inputSchema: { type: 'object', properties: {} } },
      ],
    },
    { prefix: 'p', model: 'm', capabilities: { toolSchema } },
  )

describe.each(Object.entries(dialects))('in the dialect "%s"', (_, dialect) => {
  test.each([
    ['contains itself', circle],
    ['is nested 100 000 deep', nested(100_000)],
  ])('a schema that %s costs its own tool, and no other', (_name, schema) => {
    const { request, warnings } = ask(schema, dialect)
    expect(request.tools?.map(({ name }) => name)).toEqual(['good'])
    expect(warnings).toMatchObject([{ code: 'tool_quarantined', path: 'tools.odd' }])
  })

  test('thousands of alternatives and values are compiled', () => {
    for (const schema of [
      { anyOf: alternatives },
      { type: 'object', allOf: alternatives.map(({ properties }) => ({ properties })) },
      {
        type: 'object',
        properties: { kind: { enum: Array.from({ length: many }, (__, n) => n) } },
      },
    ]) {
      const tool = ask(schema, dialect).request.tools?.[0]
      expect(JSON.stringify(tool)).toContain(String(many - 1))
    }
  })

  test('a value that no schema has is left out of it', () => {
    const { request } = ask(
      {
        type: 'object',
        properties: {
          a: { type: 'any', description: 3, pattern: null },
          b: { type: ['string', 'str'] },
        },
        required: true,
      },
      dialect,
    )
    const text = JSON.stringify(request.tools?.[0]?.inputSchema)
    expect(text).toContain('"string"')
    expect(text).not.toMatch(/"any"|"str"|"required":true|"description":3|"pattern":null/)
  })
})

test('the constants of a root union are one choice, beside what is none', () => {
  const { request } = ask(
    {
      anyOf: [
        { properties: { kind: { const: 'a' } } },
        { properties: { kind: { const: 'b' } } },
        { properties: { kind: { type: 'integer' } } },
      ],
    },
    { const: 'keep', enums: 'any' },
  )
  expect(request.tools?.[0]?.inputSchema['properties']).toEqual({
    kind: { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'integer' }] },
  })
})

describe('arguments that no stack can hold', () => {
  test('are told to the model as invalid, and kept as text', () => {
    const text = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    expect(toolArguments(text)).toMatchObject({
      input: {},
      invalid: expect.stringMatching(/deeper/) as string,
    })
    const history = [
      user('hi'),
      {
        role: 'assistant' as const,
        content: [
          {
            type: 'tool_call' as const,
            id: 'c1',
            name: 'good',
            argumentsText: text,
            ...toolArguments(text),
          },
        ],
      },
    ]
    const { request } = prepare(
      { model: 'm', messages: history },
      { prefix: 'p', model: 'm', capabilities: {} },
    )
    expect(JSON.stringify(request)).toContain('raw_arguments')
  })

  test('are those that are deep, not those that are long', () => {
    const wide = JSON.stringify({ a: Array.from({ length: 5000 }, () => ['[[[['.repeat(9), {}]) })
    expect(toolArguments(wide).invalid).toBeUndefined()
  })
})
