import type { JsonObject, Tool } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { call, places, stage } from './stage.ts'
import type { Stage } from './stage.ts'

const tool = (name: string, inputSchema: JsonObject, more: Partial<Tool> = {}): Tool => ({
  name,
  inputSchema,
  execute: (input: unknown) => JSON.stringify(input),
  ...more,
})
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
})
const text = { type: 'string' }
const person = object({ name: text, friends: { type: 'array', items: { $ref: '#/$defs/person' } } })

/** What servers of MCP and libraries of schemas write. */
const schemas: Readonly<Record<string, JsonObject>> = {
  'DEF-01 no parameters': { type: 'object' },
  'DEF-02 references': object(
    { home: { $ref: '#/$defs/place' }, work: { $ref: '#/$defs/place' } },
    { $defs: { place: object({ city: text }, { required: ['city'] }) } },
  ),
  'DEF-03 a reference to itself': object(
    { who: { $ref: '#/$defs/person' } },
    { $defs: { person } },
  ),
  'DEF-04 a union at the root': {
    type: 'object',
    anyOf: [object({ a: text }, { required: ['a'] }), object({ b: text }, { required: ['b'] })],
  },
  'DEF-05 many optional and nullable fields': object(
    Object.fromEntries(
      Array.from({ length: 17 }, (_, at) => [`f${at}`, { type: ['string', 'null'] }]),
    ),
  ),
  'DEF-06 further properties': object(
    {
      a: object({}, { additionalProperties: true }),
      b: object({}, { additionalProperties: text }),
    },
    { additionalProperties: false },
  ),
  'DEF-07 const, oneOf, tuples, other enums, old definitions': {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      kind: { const: 'x' },
      either: { oneOf: [text, { type: 'number' }] },
      pair: { type: 'array', items: [text, { type: 'number' }] },
      level: { enum: [1, 2, 3] },
      any: true,
      old: { $ref: '#/definitions/old' },
    },
    definitions: { old: object({ a: text }) },
  },
  'DEF-08 bounds': object({
    n: { type: 'integer', minimum: 1, maximum: 9, multipleOf: 2 },
    list: { type: 'array', items: text, minItems: 1, maxItems: 3 },
    word: { type: 'string', minLength: 1, maxLength: 5, pattern: '^a', format: 'uri' },
  }),
  'DEF-16 keys that not all take': object({ $filter: text, [`k${'x'.repeat(80)}`]: text }),
  'DEF-17 nothing': {},
}

interface Declared {
  readonly toolSpec?: { readonly name: string; readonly inputSchema: { readonly json: JsonObject } }
}

/** The tools as the wire knows them. */
function declared({ simulator }: Stage): readonly NonNullable<Declared['toolSpec']>[] {
  const config = simulator.requests.at(-1)?.body['toolConfig'] as
    | { readonly tools: readonly Declared[] }
    | undefined
  return (config?.tools ?? []).flatMap(({ toolSpec }) => toolSpec ?? [])
}

describe.each(places)('%s', (_name, place) => {
  test.each(Object.entries(schemas))('%s', async (_case, schema) => {
    const here = await stage(place, { tools: [tool('f', schema)] })
    here.answer({ content: [call('f')] })
    const { toolCalls } = await here.agent.run('hi')
    expect(toolCalls).toHaveLength(1)
    const [sent] = declared(here)
    expect(sent?.inputSchema.json).toMatchObject({ type: 'object' })
    expect(here.simulator.requests[0]?.operation).toBe(
      place.operation === 'Converse' ? 'converse' : 'converse-stream',
    )
  })

  test('DEF-04 both alternatives can be called, by the keys that were declared', async () => {
    const seen: unknown[] = []
    const here = await stage(place, {
      tools: [
        tool(
          'f',
          {
            type: 'object',
            anyOf: [
              object({ $a: text }, { required: ['$a'] }),
              object({ b: text }, { required: ['b'] }),
            ],
          },
          { execute: (input: unknown) => String(seen.push(input)) },
        ),
      ],
    })
    await here.agent.run('hi', { messages: [] })
    const keys = Object.keys(declared(here)[0]?.inputSchema.json['properties'] ?? {})
    expect(keys).toHaveLength(2)
    here.answer({ content: keys.map((key) => call('f', { [key]: 'x' })) })
    await here.agent.run('both', { messages: [] })
    expect(seen).toEqual([{ $a: 'x' }, { b: 'x' }])
  })

  test('DEF-09 DEF-10 DEF-11 DEF-15 names that are not legal are called by their own', async () => {
    const names = [
      ...['a.b', 'a_b', 'a/b', 'ä ö', '1st', '-x', 'x'.repeat(80), `${'x'.repeat(80)}y`],
      ...['constructor', '__proto__', 'toString'],
    ]
    const here = await stage(place, {
      tools: names.map((name) => tool(name, object({ a: text }))),
      maxSteps: 2,
    })
    await here.agent.run('first', { messages: [] })
    const onWire = declared(here).map(({ name }) => name)
    expect(new Set(onWire).size).toBe(names.length)
    here.answer({ content: onWire.map((name) => call(name, { a: '1' })) })
    const { toolCalls } = await here.agent.run('all', { messages: [] })
    expect(toolCalls.map(({ name }) => name)).toEqual(names)
    expect(toolCalls.every(({ isError }) => !isError)).toBe(true)
  })

  test('DEF-12 DEF-14 descriptions may be empty; names do not depend on the order', async () => {
    const two = [
      tool('a.b', object({}), { description: '' }),
      tool('a_b', object({}), { description: 'x' }),
    ]
    const sent = []
    for (const tools of [two, two.toReversed()]) {
      const here = await stage(place, { tools })
      await here.agent.run('hi')
      sent.push(new Set(declared(here).map(({ name }) => name)))
    }
    expect(sent[0]).toEqual(sent[1])
  })

  test('DEF-13 more tools than a request takes', async () => {
    const here = await stage(place, {
      tools: Array.from({ length: 129 }, (_, at) => tool(`f${at}`, object({}))),
    })
    const outcome = await here.agent.run('hi').then(
      ({ warnings }) => warnings.map(({ code }) => code).join(' '),
      (error: { code: string }) => error.code,
    )
    expect(outcome).not.toBe('')
  })

  test('CHO-01 CHO-02 none: no call is run', async () => {
    let runs = 0
    const here = await stage(place, {
      tools: [tool('f', object({}), { execute: () => (runs += 1) })],
    })
    here.answer({ content: [call('f')] })
    const first = await here.agent.run('hi')
    expect(runs).toBe(1)
    here.answer({ content: [{ text: 'no' }, call('f')] })
    await here.agent
      .run('again', { messages: first.messages, toolChoice: 'none' })
      .catch(() => undefined)
    expect(runs).toBe(1)
    expect(declared(here)).toHaveLength(1)
  })

  test.each(['required', { tool: 'g' }] as const)(
    'CHO-03 CHO-04 CHO-05 %o, and while the model reasons',
    async (toolChoice) => {
      for (const reasoning of [undefined, 'high'] as const) {
        const here = await stage(place, {
          tools: [tool('f', object({})), tool('g', object({}))],
          toolChoice,
          maxSteps: 2,
          ...(reasoning !== undefined && { reasoning }),
        })
        here.answer({ content: [call('g')] })
        const { toolCalls, warnings } = await here.agent.run('hi')
        expect(toolCalls).toMatchObject([{ name: 'g' }])
        // It is asked for on the wire, or someone is told that it was not.
        const wire = JSON.stringify(here.simulator.requests[0]?.body['toolConfig'])
        const told = warnings.some(({ code }) => code.startsWith('tool_choice'))
        expect(told || wire.includes('toolChoice')).toBe(true)
        // The list stays as it is where the wire can name one of it.
        const names = declared(here).map(({ name }) => name)
        expect(names).toContain('g')
        if (!/mistral/.test(place.model)) expect(names).toEqual(['f', 'g'])
      }
    },
  )

  test('CHO-06 one call at a time', async () => {
    const here = await stage(place, {
      tools: [tool('f', object({}))],
      parallelToolCalls: false,
    })
    here.answer({ content: [call('f'), call('f')] })
    const { toolCalls } = await here.agent.run('hi')
    expect(toolCalls.map(({ isError }) => isError)).toEqual([false, true])
  })

  test('CHO-07 no tools, no words about tools', async () => {
    const here = await stage(place, { toolChoice: 'required', parallelToolCalls: false })
    await here.agent.run('hi')
    expect(Object.keys(here.simulator.requests[0]?.body ?? {})).not.toContain('toolConfig')
  })

  test('CHO-08 CAL-20 tools are gone, but not what they did', async () => {
    const here = await stage(place, {
      tools: [tool('f', object({}), { execute: () => 'marble' })],
    })
    here.answer({ content: [call('f')] })
    const { messages } = await here.agent.run('hi')
    const bare = await stage(place)
    await bare.agent.run('and?', { messages })
    expect(bare.last()).toContain('marble')
    expect(declared(bare).map(({ name }) => name)).toEqual(['f'])
  })
})
