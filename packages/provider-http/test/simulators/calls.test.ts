import type { Tool } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { odd, stage, wires, type Place, type SimulatedPart } from '../support/simulators.ts'

const places = [...wires, ...odd].map((place) => [place.name, place] as const)
/** Wires on which arguments are a text that a model can get wrong. */
const textual = places.filter(([, { prefix }]) => !/gemini/.test(prefix))

const schema = {
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'object' } },
  required: ['a'],
}
const call = (more: object = {}): SimulatedPart => ({
  type: 'tool_call',
  name: 'add',
  input: { a: 1 },
  ...more,
})

async function run(place: Place, content: readonly SimulatedPart[], more: object = {}) {
  const inputs: unknown[] = []
  const tools: readonly Tool[] = [
    {
      name: 'add',
      inputSchema: schema,
      execute: (input: unknown) => {
        inputs.push(input)
        return 'done'
      },
    },
    { name: 'ping', inputSchema: { type: 'object' }, execute: () => 'pong' },
  ]
  const here = await stage([place], { tools })
  here.at(place).answer({ content, ...more })
  const result = await here.agent.run('hi')
  expect(here.refusals()).toEqual([])
  return { here, inputs, result, next: here.at(place).requests[1]?.text ?? '' }
}

describe.each(places)('%s', (_name, place) => {
  test('CAL-01 CAL-13 arguments in small pieces', async () => {
    const input = { a: 3.25, b: { 'ключ "1"': ['\n', null, true, { x: [] }] } }
    const { inputs, result } = await run(place, [call({ input })], { framing: { pieces: 5 } })
    expect(inputs).toEqual([input])
    expect(result).toMatchObject({ text: 'ok', finishReason: 'stop', steps: 2 })
  })

  test('CAL-13 an end that says stop', async () => {
    const stop = { anthropic: 'end_turn', gemini: 'STOP' }[place.prefix] ?? 'stop'
    if (place.prefix === 'openai-responses') return
    expect((await run(place, [call()], { stop })).inputs).toEqual([{ a: 1 }])
  })

  test('CAL-02 no arguments', async () => {
    const { result } = await run(place, [{ type: 'tool_call', name: 'ping' }])
    expect(result.toolCalls).toMatchObject([{ name: 'ping', input: {}, isError: false }])
  })

  test('CAL-07 arguments that break the schema', async () => {
    const { inputs, next } = await run(place, [call({ input: { a: 'x' } })])
    expect(inputs).toEqual([])
    expect(next).toContain('Invalid arguments for the tool')
  })

  test('CAL-08 CAL-09 the same call twice at once', async () => {
    const { inputs, result } = await run(place, [call(), call()])
    expect(inputs).toEqual([{ a: 1 }, { a: 1 }])
    expect(new Set(result.toolCalls.map(({ id }) => id)).size).toBe(2)
  })

  test.each(['', 'x'.repeat(450), 'a|b', 'search:0', 'a.b c', 'call_0'])(
    'CAL-10 CAL-11 CAL-12 the id %j, twice in a turn and in two turns',
    async (id) => {
      const here = await stage([place], {
        tools: [{ name: 'add', inputSchema: schema, execute: () => 'done' }],
      })
      const content = [call({ id }), call({ id, input: { a: 2 } })]
      here.at(place).answer({ content }, { content })
      const { toolCalls } = await here.agent.run('hi')
      expect(toolCalls.map(({ input }) => input)).toEqual([{ a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }])
      expect(new Set(toolCalls.map((one) => one.id)).size).toBe(4)
      expect(here.refusals()).toEqual([])
    },
  )

  test('CAL-15 CAL-16 a tool that nobody declared', async () => {
    const { result, next } = await run(place, [
      { type: 'tool_call', name: 'rm', input: { a: 1 } },
      call({ name: 'functions.add' }),
    ])
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([true, false])
    expect(next).toContain('Unknown tool')
  })

  test('CAL-17 text before, between and after', async () => {
    const { result } = await run(place, [
      { type: 'text', text: 'One.' },
      call(),
      { type: 'text', text: 'Two.' },
      call({ input: { a: 2 } }),
      { type: 'text', text: 'Three.' },
    ])
    expect(result.text).toBe('ok')
    const kinds = result.newMessages[1]?.content.map((part) => part.type)
    expect(kinds?.filter((kind) => kind === 'tool_call')).toHaveLength(2)
  })

  test('CAL-22 names of prototypes are data', async () => {
    const input: unknown = JSON.parse('{"a":1,"b":{"__proto__":{"x":1},"constructor":2}}')
    const { inputs } = await run(place, [call({ input })])
    expect(JSON.stringify(inputs[0])).toBe(JSON.stringify(input))
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test('CAL-26 300 calls in one turn all get a result', async () => {
    const many = Array.from({ length: 300 }, (_, a) => call({ input: { a } }))
    const { inputs, result } = await run(place, many)
    expect(result.toolCalls).toHaveLength(300)
    expect(inputs.length).toBeLessThan(300)
  })
})

describe.each(textual)('%s', (_name, place) => {
  test.each([
    ['CAL-03', '{"a":1}   \n', [{ a: 1 }]],
    ['CAL-04', '{}{"a":1}', [{ a: 1 }]],
    ['CAL-05', '{"a":1,,}', []],
    ['CAL-06', '[1]', []],
    ['CAL-06', '"x"', []],
    ['CAL-21', '{"a":9007199254740993}', [{ a: 9_007_199_254_740_992 }]],
  ])('%s %s', async (_case, argumentsText, expected) => {
    const { inputs, result } = await run(place, [call({ argumentsText })])
    expect(inputs).toEqual(expected)
    expect(result.toolCalls).toMatchObject([{ isError: expected.length === 0 }])
    const [part] = result.newMessages[1]?.content ?? []
    expect(part).toMatchObject({ argumentsText })
  })

  test('CAL-14 a call that was cut off at the limit is not run', async () => {
    const stop = { anthropic: 'max_tokens', 'openai-responses': 'max_output_tokens' }[place.prefix]
    const here = await stage([place], {
      tools: [{ name: 'add', inputSchema: schema, execute: () => expect.unreachable() }],
    })
    here.at(place).answer({
      content: [{ type: 'text', text: 'I add.' }, call({ argumentsText: '{"a":' })],
      stop: stop ?? 'length',
    })
    const result = await here.agent.run('hi')
    expect(result).toMatchObject({ finishReason: 'length', toolCalls: [] })
    await here.agent.run('go on', { messages: result.messages })
    expect(here.refusals()).toEqual([])
  })
})

test('CAL-25 the word for calls, without a call', async () => {
  for (const place of wires) {
    const stop = { openai: 'tool_calls', anthropic: 'tool_use' }[place.prefix]
    if (stop === undefined) continue
    const here = await stage([place])
    here.at(place).answer({ content: [{ type: 'text', text: 'Hm.' }], stop })
    expect(await here.agent.run('hi')).toMatchObject({
      text: 'Hm.',
      finishReason: 'stop',
      steps: 1,
    })
  }
})

test('CAL-24 a call that cannot be read is asked for again', async () => {
  for (const [prefix, events] of [
    ['gemini', [{ candidates: [{ content: {}, finishReason: 'MALFORMED_FUNCTION_CALL' }] }]],
    [
      'openai',
      [{ error: { message: 'm', type: 'invalid_request_error', code: 'tool_use_failed' } }],
    ],
  ] as const) {
    const place = wires.find((one) => one.prefix === prefix) as Place
    const here = await stage([place], { retry: { initialDelayMs: 1 } })
    here.at(place).answer({ events })
    expect((await here.agent.run('hi')).text).toBe('ok')
    const never = await stage([place])
    never.at(place).answer({ events })
    await expect(never.agent.run('hi')).rejects.toMatchObject({ code: 'bad_response' })
  }
})
