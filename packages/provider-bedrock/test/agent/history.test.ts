import type { Message, Tool, ToolCallPart } from '@autobot/core'
import { describe, expect, test } from 'vitest'
// By its path: what MCP servers answer reaches this package as its bridge reads it.
import { toResult } from '../../../mcp-bridge/src/content.ts'
import { models, pdf, png } from '../calling.ts'
import { call, places, said, stage, user } from './stage.ts'

const system = (text: string): Message => ({ role: 'system', content: [{ type: 'text', text }] })
const part = (id: string): ToolCallPart => ({
  type: 'tool_call',
  id,
  name: 'f',
  input: { at: id },
  argumentsText: JSON.stringify({ at: id }),
})
const calls = (...ids: readonly string[]): Message => ({
  role: 'assistant',
  content: ids.map((id) => part(id)),
})
const result = (id: string, text = `result of ${id}`): Message => ({
  role: 'tool',
  content: [
    { type: 'tool_result', toolCallId: id, toolName: 'f', content: [{ type: 'text', text }] },
  ],
})
const f: Tool = {
  name: 'f',
  inputSchema: { type: 'object', properties: { at: { type: 'string' } } },
  execute: () => 'x',
}

/** What an abort, a crash, a compaction or an editor leaves behind. */
const histories: Readonly<Record<string, readonly Message[]>> = {
  'HIS-01 a call that was never answered': [user('a'), calls('c1')],
  'HIS-02 some of several calls were answered': [user('a'), calls('c1', 'c2', 'c3'), result('c2')],
  'HIS-03 a result without a call': [user('a'), result('c9'), said('b')],
  'HIS-04 a result twice': [user('a'), calls('c1'), result('c1'), result('c1')],
  'HIS-05 a question between call and result': [user('a'), calls('c1'), user('b'), result('c1')],
  'HIS-06 an empty turn': [user('a'), { role: 'assistant', content: [] }, user('b')],
  'HIS-06 nothing but a thought': [
    user('a'),
    { role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }] },
  ],
  'HIS-07 two questions': [user('a'), user('b')],
  'HIS-08 two answers': [user('a'), said('b'), said('c')],
  'HIS-09 an answer first': [said('a')],
  'HIS-10 an answer last': [user('a'), said('b  \n')],
  'HIS-11 blank texts': [user(' \n'), said(''), user(''), said(' ')],
  'HIS-12 a system message in the middle': [user('a'), said('b'), system('c'), user('d')],
  'HIS-12 only system messages': [system('a'), system('')],
  'RES-05 results in another order': [user('a'), calls('c1', 'c2'), result('c2'), result('c1')],
  'CAL-12 two calls of the same id': [user('a'), calls('c1', 'c1'), result('c1'), result('c1')],
  'RES-15 broken text': [user('\uD800 \0 x'), calls('c1'), result('c1', '\u001B[31m\uDFFF\0')],
  'MED-07 pictures of the assistant': [
    user('a'),
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'here' },
        { type: 'file', mediaType: 'image/png', data: png },
      ],
    },
  ],
  'MED-01 MED-02 files of every kind, one with a wrong label': [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'see' },
        { type: 'file', mediaType: 'image/jpeg', data: png },
        { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'レポート (1).pdf' },
        { type: 'file', mediaType: 'text/csv', data: new TextEncoder().encode('a,b\n1,2\n') },
        { type: 'file', mediaType: 'audio/wav', data: pdf },
        { type: 'file', mediaType: 'video/mp4', data: pdf },
        { type: 'file', mediaType: 'application/x-odd', data: pdf },
      ],
    },
  ],
  'RES-09 RES-10 files of two tools': [
    user('a'),
    calls('c1', 'c2'),
    ...(['c1', 'c2'] as const).map((toolCallId): Message => ({
      role: 'tool',
      content: [
        {
          type: 'tool_result',
          toolCallId,
          toolName: 'f',
          ...(toolCallId === 'c2' && { isError: true }),
          content: [
            { type: 'file', mediaType: 'image/png', data: png },
            { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'a.pdf' },
            { type: 'file', mediaType: 'audio/wav', data: pdf },
          ],
        },
      ],
    })),
  ],
  'HAN-08 what a provider ran itself': [
    user('a'),
    {
      role: 'assistant',
      provider: 'elsewhere',
      content: [
        { ...part('s1'), providerExecuted: true },
        { type: 'text', text: 'found' },
      ],
    },
  ],
  'HAN-04 HAN-03 ids of every maker': [
    user('a'),
    calls(
      'x'.repeat(450),
      'tooluse_XYabcdefghijklmnopqrst',
      'tooluse_XYzzzzzzzzzzzzzzzzzzzz',
      'functions.f:0',
      'a|b|c',
    ),
  ],
}

function frozen<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return value
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) frozen(item)
    Object.freeze(value)
  }
  return value
}

describe.each(places)('%s', (_name, place) => {
  test.each(Object.entries(histories))('HIS-13 %s', async (_case, messages) => {
    const here = await stage(place, { tools: [f] })
    const { text } = await here.agent.run('go on', { messages: frozen(messages) })
    expect(text).toBe('ok')
  })

  test('HIS-01 ABR-06 an abort while a tool runs: it is told, and the next request has no orphan', async () => {
    const controller = new AbortController()
    let told = false
    const here = await stage(place, {
      tools: [
        {
          ...f,
          execute: (_input: never, { signal }: { readonly signal: AbortSignal }) =>
            new Promise<string>((resolve) => {
              signal.addEventListener('abort', () => resolve(String((told = true))))
              controller.abort()
            }),
        },
      ],
    })
    here.answer({ content: [{ text: 'I look.' }, call('f')] })
    const seen: Message[] = []
    const run = async (): Promise<void> => {
      for await (const event of here.agent.stream('hi', { signal: controller.signal })) {
        if (event.type === 'run_end') seen.push(...event.result.messages)
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'aborted' })
    expect(told).toBe(true)
    expect(seen.length).toBeGreaterThan(0)
    expect((await here.agent.run('go on', { messages: seen })).text).toBe('ok')
  })

  test('RES-01 RES-02 RES-03 RES-04 RES-06 RES-16 whatever a tool gives is read', async () => {
    const outputs: Readonly<Record<string, () => unknown>> = {
      text: () => 'plain',
      object: () => ({ a: [1, null] }),
      array: () => ['x'],
      number: () => 7,
      nothing: () => undefined,
      null: () => null,
      empty: () => '',
      blank: () => '\n',
      thrown: () => {
        throw new Error('broke')
      },
      'thrown without a word': () => {
        throw new Error('')
      },
    }
    const names = Object.keys(outputs)
    const here = await stage(place, {
      tools: names.map((name, index): Tool => ({
        name: `f${index}`,
        inputSchema: { type: 'object' },
        execute: (outputs[name] ?? (() => '')) as Tool['execute'],
      })),
    })
    here.answer({ content: names.map((_n, index) => call(`f${index}`)) })
    const { toolCalls, text } = await here.agent.run('go')
    expect(text).toBe('ok')
    expect(toolCalls.filter(({ isError }) => isError)).toHaveLength(2)
    for (const shown of ['plain', 'broke', '(no output)']) expect(here.last()).toContain(shown)
    expect(here.last()).toMatch(/"a\\*":\[1,null\]/)
  })

  test('RES-09 pictures of two tools are told apart', async () => {
    const here = await stage(place, {
      tools: ['left', 'right'].map((name): Tool => ({
        name,
        inputSchema: { type: 'object' },
        execute: () => ({
          content: [
            { type: 'text', text: `the ${name} one` },
            { type: 'file', mediaType: 'image/png', data: png },
          ],
        }),
      })),
    })
    here.answer({ content: [call('left'), call('right')] })
    await here.agent.run('go')
    const shown = here.last().split(Buffer.from(png).toString('base64')).length - 1
    // Inside each result, or behind all of them with a word before each, or a note in its place.
    expect([0, 2]).toContain(shown)
    if (shown === 0) expect(here.last()).toMatch(/image\/png/)
    const messages = here.simulator.requests[1]?.body['messages'] as readonly {
      readonly content: readonly object[]
    }[]
    const loose = messages.flatMap(({ content }) => content).filter((block) => 'image' in block)
    if (loose.length > 0) expect(here.last()).toMatch(/left.*right/s)
  })

  test.each([
    ['RES-11 a value alone', { structuredContent: { city: 'Rome' } }, false, /city.*Rome/],
    [
      'RES-12 an error whose value breaks the schema',
      { isError: true, content: [{ type: 'text', text: 'no such city' }], structuredContent: [] },
      true,
      /no such city/,
    ],
    [
      'RES-13 links, resources and what nobody knows',
      {
        content: [
          { type: 'resource_link', uri: 'file:///z', name: 'z', mimeType: 'text/plain' },
          { type: 'resource', resource: { uri: 'file:///y', text: 'inside y' } },
          { type: 'hologram', data: 1 },
        ],
      },
      false,
      /file:\/\/\/z.*inside y/s,
    ],
  ])('%s, of an MCP server', async (_case, answer, isError, shown) => {
    const { content, isError: failed } = toResult(answer)
    const here = await stage(place, {
      tools: [{ ...f, execute: () => ({ content, isError: failed }) }],
    })
    here.answer({ content: [call('f')] })
    const { toolCalls } = await here.agent.run('go')
    expect(toolCalls).toMatchObject([{ isError }])
    expect(here.last()).toMatch(shown)
  })

  test('RES-14 two megabytes of text are one result', async () => {
    const here = await stage(place, { tools: [{ ...f, execute: () => 'y'.repeat(2_000_000) }] })
    here.answer({ content: [call('f')] })
    expect((await here.agent.run('go')).text).toBe('ok')
    expect(here.last()).toContain('y'.repeat(100_000))
  })

  test('MED-05 a text file is read by every model', async () => {
    const here = await stage(place)
    const data = new TextEncoder().encode('# Title\n\nBody of the file.\n')
    await here.agent.run([
      { type: 'text', text: 'read' },
      { type: 'file', mediaType: 'text/markdown', data, name: 'notes.md' },
    ])
    const sent = here.last()
    expect(
      sent.includes('Body of the file.') || sent.includes(Buffer.from(data).toString('base64')),
    ).toBe(true)
  })

  test('MED-08 too many and too large files: told, and no request that is refused', async () => {
    const pictures = Array.from({ length: 21 }, () => ({
      type: 'file' as const,
      mediaType: 'image/png',
      data: png,
    }))
    const papers = Array.from({ length: 6 }, (_, at) => ({
      type: 'file' as const,
      mediaType: 'application/pdf',
      data: pdf,
      name: `${at}.pdf`,
    }))
    const large = new Uint8Array(6_000_000)
    large.set(png)
    const here = await stage(place)
    for (const files of [
      pictures,
      papers,
      [{ type: 'file' as const, mediaType: 'image/png', data: large }],
    ]) {
      const outcome = await here.agent.run([{ type: 'text', text: 'see' }, ...files]).then(
        ({ warnings }) => warnings.map(({ code }) => code).join(' '),
        (error: { code: string }) => error.code,
      )
      expect(outcome).not.toBe('')
    }
  })

  test('HAN-09 a history that is too long', async () => {
    const here = await stage(place)
    const message = 'Input is too long for requested model.'
    here.answer({ failure: { status: 400, type: 'ValidationException', message } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({
      code: 'context_overflow',
      retryable: false,
    })
  })

  test('HAN-10 CAC-01 a long conversation has no more markers than are taken', async () => {
    const messages: Message[] = Array.from({ length: 30 }, (_, at) =>
      at % 2 === 0 ? user(`q${at}`) : said(`a${at}`),
    )
    const here = await stage(place, { system: 'Be brief.', tools: [f] })
    here.answer({ content: [call('f')] })
    await here.agent.run('go on', { messages })
    const marked = here.last().match(/"cachePoint"/g) ?? []
    expect(marked.length > 0).toBe(/claude|nova/.test(place.model))
    expect(marked.length).toBeLessThanOrEqual(4)
  })
})

test('HAN-05 ids for Kimi count over the conversation', async () => {
  const here = await stage({ model: models.kimi, operation: 'ConverseStream' }, { tools: [f] })
  here.answer({ content: [call('f'), call('f')] }, { content: [call('f')] })
  await here.agent.run('go')
  const ids = here.last().match(/"toolUseId":"functions\.f:\d"/g)
  expect(ids?.filter((_id, at) => at !== 2 && at !== 3).length).toBeGreaterThan(0)
  expect(new Set(ids)).toEqual(
    new Set([0, 1, 2].map((count) => `"toolUseId":"functions.f:${count}"`)),
  )
})

test('HAN-07 a model without tools reads what they did, as text', async () => {
  const here = await stage({ model: models.titan, operation: 'ConverseStream' })
  await here.agent.run('and?', { messages: [user('a'), calls('c1'), result('c1', 'marble')] })
  expect(here.last()).toContain('marble')
  expect(here.last()).not.toContain('toolResult')
})

test('SYS-01 a model without a system role reads its text in front of the first question', async () => {
  for (const model of [models.titan, 'mistral.mistral-7b-instruct-v0:2']) {
    const here = await stage({ model, operation: 'ConverseStream' }, { system: 'Be brief.' })
    await here.agent.run('hi')
    expect(Object.keys(here.simulator.requests[0]?.body ?? {})).not.toContain('system')
    expect(here.last()).toMatch(/Be brief\..*hi/s)
  }
})
