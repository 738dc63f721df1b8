import type { JsonObject, Tool } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { odd, stage, wires, type Place, type Stage } from '../support/simulators.ts'

const places = [...wires, ...odd].map((place) => [place.name, place] as const)

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

/** How the wire names the declared tools. */
function declared(here: Stage, place: Place): readonly string[] {
  const sent = here.at(place).requests.at(-1)?.body['tools']
  return [...JSON.stringify(sent).matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name)
}

describe.each(places)('%s', (_name, place) => {
  test.each(Object.entries(schemas))('%s', async (_case, schema) => {
    const here = await stage([place], { tools: [tool('f', schema)] })
    here.at(place).answer({ content: [{ type: 'tool_call', name: 'f', input: {} }] })
    await here.agent.run('hi')
    expect(here.refusals()).toEqual([])
  })

  test('DEF-09 DEF-10 DEF-11 names that are not legal are called by their own', async () => {
    const names = [
      'a.b',
      'a_b',
      'a/b',
      'ä ö',
      '1st',
      '-x',
      'x'.repeat(80),
      `${'x'.repeat(80)}y`,
      'constructor',
      '__proto__',
    ]
    const here = await stage([place], {
      tools: names.map((name) => tool(name, object({ a: text }))),
      maxSteps: 2,
    })
    await here.agent.run('first', { messages: [] })
    const onWire = declared(here, place)
    expect(new Set(onWire).size).toBe(names.length)
    here.at(place).answer({
      content: onWire.map((name) => ({ type: 'tool_call', name, input: { a: '1' } })),
    })
    const { toolCalls } = await here.agent.run('all', { messages: [] })
    expect(toolCalls.map(({ name }) => name)).toEqual(names)
    expect(toolCalls.every(({ isError }) => !isError)).toBe(true)
    expect(here.refusals()).toEqual([])
  })

  test('DEF-12 DEF-14 descriptions may be empty; names do not depend on the order', async () => {
    const two = [
      tool('a.b', object({}), { description: '' }),
      tool('a_b', object({}), { description: 'x' }),
    ]
    const sent = []
    for (const tools of [two, two.toReversed()]) {
      const here = await stage([place], { tools })
      await here.agent.run('hi')
      sent.push(new Set(declared(here, place)))
      expect(here.refusals()).toEqual([])
    }
    expect(sent[0]).toEqual(sent[1])
  })

  test('DEF-13 more tools than a request takes', async () => {
    const here = await stage([place], {
      tools: Array.from({ length: 129 }, (_, at) => tool(`f${at}`, object({}))),
    })
    const outcome = await here.agent.run('hi').then(
      ({ warnings }) => warnings.map(({ code }) => code).join(' '),
      (error: { code: string }) => error.code,
    )
    expect(outcome).not.toBe('')
    expect(here.refusals()).toEqual([])
  })

  test('CHO-01 CHO-02 none: no call is run', async () => {
    let runs = 0
    const here = await stage([place], {
      tools: [tool('f', object({}), { execute: () => (runs += 1) })],
    })
    here.at(place).answer({ content: [{ type: 'tool_call', name: 'f' }] })
    const first = await here.agent.run('hi')
    expect(runs).toBe(1)
    here.at(place).answer({
      content: [
        { type: 'text', text: 'no' },
        { type: 'tool_call', name: 'f' },
      ],
    })
    await here.agent
      .run('again', { messages: first.messages, toolChoice: 'none' })
      .catch(() => undefined)
    expect(runs).toBe(1)
    expect(here.refusals()).toEqual([])
  })

  test.each(['required', { tool: 'g' }] as const)(
    'CHO-03 CHO-04 CHO-05 CHO-09 %o',
    async (toolChoice) => {
      for (const reasoning of [undefined, 'high'] as const) {
        const here = await stage([place], {
          tools: [tool('f', object({})), tool('g', object({}))],
          toolChoice,
          maxSteps: 2,
          ...(reasoning !== undefined && { reasoning }),
        })
        here.at(place).answer({ content: [{ type: 'tool_call', name: 'g' }] })
        const { toolCalls } = await here.agent
          .run('hi')
          .catch(() => ({ toolCalls: [{ name: 'g' }] }))
        expect(toolCalls).toMatchObject([{ name: 'g' }])
        expect(here.refusals()).toEqual([])
      }
    },
  )

  test('CHO-06 one call at a time', async () => {
    const here = await stage([place], {
      tools: [tool('f', object({}))],
      parallelToolCalls: false,
    })
    here.at(place).answer({ content: [{ type: 'tool_call', name: 'f' }] })
    expect((await here.agent.run('hi')).toolCalls).toHaveLength(1)
    expect(here.refusals()).toEqual([])
  })

  test('CHO-07 no tools, no words about tools', async () => {
    const here = await stage([place], { toolChoice: 'required', parallelToolCalls: false })
    await here.agent.run('hi')
    const keys = Object.keys(here.at(place).requests[0]?.body ?? {})
    expect(keys.filter((key) => /tool/i.test(key))).toEqual([])
    expect(here.refusals()).toEqual([])
  })

  test('CHO-08 CAL-20 tools are gone, but not what they did', async () => {
    const here = await stage([place], {
      tools: [tool('f', object({}), { execute: () => 'marble' })],
    })
    here.at(place).answer({ content: [{ type: 'tool_call', name: 'f' }] })
    const { messages } = await here.agent.run('hi')
    const bare = await stage([place])
    await bare.agent.run('and?', { messages })
    expect(bare.refusals()).toEqual([])
    expect(bare.at(place).requests[0]?.text).toContain('marble')
  })
})
