import { ProviderError } from '@autobot/core'
import type { Tool } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { encodeBedrockEvent } from '../simulator.ts'
import { call, callText, places, stage } from './stage.ts'
import type { Block, Place } from './stage.ts'

const streamed = places.filter(([, { operation }]) => operation === 'ConverseStream')

const schema = {
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'object' } },
  required: ['a'],
}

async function run(place: Place, content: readonly Block[], more: object = {}) {
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
  const here = await stage(place, { tools })
  here.answer({ content, ...more })
  const result = await here.agent.run('hi')
  return { here, inputs, result, next: here.simulator.requests[1]?.text ?? '' }
}

describe.each(places)('%s', (_name, place) => {
  test.each([1, 5, 64])('CAL-01 arguments that arrive in pieces of %i bytes', async (pieces) => {
    const input = { a: 3.25, b: { 'ключ "1"': ['\n', null, true, { x: [] }] } }
    const { inputs, result } = await run(place, [call('add', input)], { pieces })
    expect(inputs).toEqual([input])
    expect(result).toMatchObject({ text: 'ok', finishReason: 'stop', steps: 2 })
  })

  test.each(['end_turn', '', 'whatever'])('CAL-13 an end that says %j', async (stopReason) => {
    expect((await run(place, [call('add', { a: 1 })], { stopReason })).inputs).toEqual([{ a: 1 }])
  })

  test('CAL-02 no arguments', async () => {
    const { result } = await run(place, [
      call('ping', undefined),
      call('ping', {}),
      callText('ping', 'null'),
    ])
    expect(result.toolCalls.map(({ input, isError }) => [input, isError])).toEqual([
      [{}, false],
      [{}, false],
      [{}, false],
    ])
  })

  test('CAL-05 CAL-06 what is no object is not run; the next request is legal', async () => {
    for (const text of ['[1]', '"x"', '3']) {
      const { inputs, result } = await run(place, [callText('add', text)])
      expect(inputs).toEqual([])
      expect(result.toolCalls).toMatchObject([{ isError: true }])
    }
  })

  test('CAL-07 arguments that break the schema', async () => {
    const { inputs, next } = await run(place, [call('add', { a: 'x' })])
    expect(inputs).toEqual([])
    expect(next).toContain('Invalid arguments for the tool')
  })

  test('CAL-08 CAL-09 the same call twice at once', async () => {
    const { inputs, result } = await run(place, [call('add', { a: 1 }), call('add', { a: 1 })])
    expect(inputs).toEqual([{ a: 1 }, { a: 1 }])
    expect(new Set(result.toolCalls.map(({ id }) => id)).size).toBe(2)
  })

  test.each(['', 'x'.repeat(450), 'a|b', 'search:0', 'a.b c', 'call_0'])(
    'CAL-10 CAL-11 CAL-12 the id %j, twice in a turn and in two turns',
    async (toolUseId) => {
      const here = await stage(place, {
        tools: [{ name: 'add', inputSchema: schema, execute: () => 'done' }],
      })
      const content = [call('add', { a: 1 }, { toolUseId }), call('add', { a: 2 }, { toolUseId })]
      here.answer({ content }, { content })
      const { toolCalls } = await here.agent.run('hi')
      expect(toolCalls.map(({ input }) => input)).toEqual([{ a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }])
      expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(4)
    },
  )

  test.each(['max_tokens', 'model_context_window_exceeded'])(
    'CAL-14 a call that %s cut off is not run, and nothing wedges',
    async (stopReason) => {
      for (const cut of [callText('add', '{"a":'), callText('ping', ''), call('ping', {})]) {
        const here = await stage(place, {
          tools: ['add', 'ping'].map((name) => ({
            name,
            inputSchema: { type: 'object' },
            execute: () => expect.unreachable(),
          })),
        })
        here.answer({ content: [{ text: 'I add.' }, cut], stopReason })
        const result = await here.agent.run('hi')
        expect(result).toMatchObject({ finishReason: 'length', toolCalls: [] })
        expect(result.newMessages[1]?.content[1]).toMatchObject({ incomplete: true })
        expect((await here.agent.run('go on', { messages: result.messages })).text).toBe('ok')
      }
    },
  )

  test('CAL-15 CAL-16 a tool that nobody declared', async () => {
    const { result, next } = await run(place, [
      call('rm', { a: 1 }),
      call('functions.add', { a: 1 }),
    ])
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([true, false])
    expect(next).toContain('Unknown tool')
  })

  test('CAL-17 text before, between and after', async () => {
    const { result, inputs } = await run(place, [
      { text: 'One.' },
      call('add', { a: 1 }),
      { text: 'Two.' },
      call('add', { a: 2 }),
      { text: 'Three.' },
    ])
    expect(result.text).toBe('ok')
    expect(inputs).toEqual([{ a: 1 }, { a: 2 }])
    expect(result.newMessages[1]?.content.map((part) => part.type)).toEqual([
      'text',
      'tool_call',
      'text',
      'tool_call',
      'text',
    ])
  })

  test('CAL-18 what the service runs itself is not run here', async () => {
    const toolUse = { toolUseId: 's', name: 'add', input: { a: 1 }, type: 'server_tool_use' }
    const toolResult = { toolUseId: 's', type: 'r', status: 'success', content: [{ json: {} }] }
    const { inputs, result } = await run(place, [{ toolUse }, { toolResult }, { text: 'Sum: 1.' }])
    expect(inputs).toEqual([])
    expect(result).toMatchObject({ text: 'Sum: 1.', steps: 1 })
  })

  test('CAL-21 large numbers lose digits in the value', async () => {
    const { inputs, result } = await run(place, [callText('add', '{"a":9007199254740993}')])
    expect(inputs).toEqual([{ a: 9_007_199_254_740_992 }])
    // The text keeps them where the wire has one.
    const kept = place.operation === 'Converse' ? '…992' : '…993'
    const [part] = result.newMessages[1]?.content ?? []
    expect(part).toMatchObject({
      argumentsText: `{"a":9007199254740${kept.slice(1)}}`,
    })
  })

  test('CAL-22 names of prototypes are data', async () => {
    const input: unknown = JSON.parse('{"a":1,"b":{"__proto__":{"x":1},"constructor":2}}')
    const { inputs } = await run(place, [call('add', input)])
    expect(JSON.stringify(inputs[0])).toBe(JSON.stringify(input))
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test.each(['malformed_tool_use', 'malformed_model_output'])(
    'CAL-24 %s is asked for again, and not for ever',
    async (stopReason) => {
      const retry = { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 1 }
      const tools = [{ name: 'add', inputSchema: schema, execute: () => 'done' }]
      const once = await stage(place, { retry, tools })
      once.answer({ content: [], stopReason })
      expect((await once.agent.run('hi')).text).toBe('ok')
      const ever = await stage(place, { retry, tools })
      ever.answer({ content: [], stopReason }, { content: [], stopReason })
      await expect(ever.agent.run('hi')).rejects.toMatchObject({ code: 'bad_response' })
      expect(ever.simulator.requests).toHaveLength(2)
    },
  )

  test('CAL-24 a sequence that the service could not read', async () => {
    const here = await stage(place, {
      retry: { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 1 },
      tools: [{ name: 'add', inputSchema: schema, execute: () => 'done' }],
    })
    const message = 'Model produced invalid sequence as part of ToolUse.'
    here.answer({ failure: { status: 424, type: 'ModelErrorException', message } })
    const codes: string[] = []
    for await (const event of here.agent.stream('hi')) {
      if (event.type === 'retry') codes.push(event.error.code)
    }
    expect(codes).toEqual(['bad_response'])
  })

  test('CAL-25 the word for calls, without a call', async () => {
    const { result } = await run(place, [{ text: 'Hm.' }], { stopReason: 'tool_use' })
    expect(result).toMatchObject({ text: 'Hm.', finishReason: 'stop', steps: 1 })
  })

  test('CAL-26 300 calls in one turn all get a result', async () => {
    const many = Array.from({ length: 300 }, (_, a) => call('add', { a }))
    const { inputs, result } = await run(place, many)
    expect(result.toolCalls).toHaveLength(300)
    expect(inputs.length).toBeLessThan(300)
  })
})

// In one piece arguments are a value of JSON: none of these can be written there.
describe.each(streamed)('%s', (_name, place) => {
  test.each([
    ['CAL-03', '{"a":1}   \n', [{ a: 1 }]],
    ['CAL-04', '{}{"a":1}', [{ a: 1 }]],
    ['CAL-05', '{"a":1,,}', []],
    ['CAL-05', '{"a":', []],
  ])('%s %s', async (_case, text, expected) => {
    const { inputs, result } = await run(place, [callText('add', text)])
    expect(inputs).toEqual(expected)
    expect(result.toolCalls).toMatchObject([{ isError: expected.length === 0 }])
    expect(result.newMessages[1]?.content[0]).toMatchObject({ argumentsText: text })
  })

  test('CAL-03 nothing is run before its block is closed', async () => {
    const frames = [
      encodeBedrockEvent('contentBlockStart', {
        contentBlockIndex: 0,
        start: { toolUse: { toolUseId: 't', name: 'ping' } },
      }),
      encodeBedrockEvent('contentBlockDelta', {
        contentBlockIndex: 0,
        delta: { toolUse: { input: '{}' } },
      }),
    ]
    const here = await stage(place, {
      tools: [{ name: 'ping', execute: () => expect.unreachable(), inputSchema: {} }],
    })
    here.answer({ raw: Buffer.concat(frames) })
    await expect(here.agent.run('hi')).rejects.toSatisfy(ProviderError.is)
  })

  test('CAL-08 fragments of two calls that alternate', async () => {
    const event = (at: number, more: object): Buffer =>
      encodeBedrockEvent('start' in more ? 'contentBlockStart' : 'contentBlockDelta', {
        contentBlockIndex: at,
        ...more,
      })
    const start = (at: number): Buffer =>
      event(at, { start: { toolUse: { toolUseId: `t${at}`, name: 'add' } } })
    const part = (at: number, input: string): Buffer => event(at, { delta: { toolUse: { input } } })
    const raw = Buffer.concat([
      start(1),
      start(2),
      part(1, '{"a"'),
      part(2, '{"a":'),
      part(1, ':1}'),
      part(2, '2}'),
      encodeBedrockEvent('contentBlockStop', { contentBlockIndex: 2 }),
      encodeBedrockEvent('contentBlockStop', { contentBlockIndex: 1 }),
      encodeBedrockEvent('messageStop', { stopReason: 'tool_use' }),
    ])
    const { inputs } = await run(place, [], { raw })
    expect(inputs).toEqual([{ a: 1 }, { a: 2 }])
  })
})
