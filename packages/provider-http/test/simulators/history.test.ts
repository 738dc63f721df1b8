import type { Message, Tool, ToolCallPart } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { odd, stage, wires, type Place } from '../support/simulators.ts'

const places = [...wires, ...odd].map((place) => [place.name, place] as const)

const png = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  (char) => char.charCodeAt(0),
)
const pdf = new TextEncoder().encode('%PDF-1.4\n%%EOF')

const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] })
const said = (text: string): Message => ({ role: 'assistant', content: [{ type: 'text', text }] })
const system = (text: string): Message => ({ role: 'system', content: [{ type: 'text', text }] })
const call = (id: string): ToolCallPart => ({
  type: 'tool_call',
  id,
  name: 'f',
  input: { at: id },
  argumentsText: JSON.stringify({ at: id }),
})
const calls = (...ids: readonly string[]): Message => ({
  role: 'assistant',
  content: ids.map((id) => call(id)),
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
  'results in another order': [user('a'), calls('c1', 'c2'), result('c2'), result('c1')],
  'two calls of the same id': [user('a'), calls('c1', 'c1'), result('c1'), result('c1')],
  'broken text': [user('\uD800 \0 x'), calls('c1'), result('c1', '\u001B[31m\uDFFF\0')],
  'pictures of the assistant': [
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
  'RES-07 RES-09 RES-10 files of two tools': [
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
        { ...call('s1'), providerExecuted: true },
        { type: 'text', text: 'found' },
      ],
    },
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
    const here = await stage([place], { tools: [f] })
    const { text } = await here.agent.run('go on', { messages: frozen(messages) })
    expect(text).toBe('ok')
    expect(here.refusals()).toEqual([])
  })

  test('HIS-14 the same history is the same bytes, and grows only at its end', async () => {
    const here = await stage([place], { tools: [f] })
    const messages = [
      system('s'),
      user('a'),
      calls('c1', 'c2'),
      result('c1'),
      result('c2'),
      said('b'),
    ]
    await here.agent.run('go on', { messages })
    await here.agent.run('go on', { messages })
    await here.agent.run('more', { messages: [...messages, user('go on'), said('ok')] })
    const [one, two, three] = here.at(place).requests
    expect(two?.text).toBe(one?.text)
    const list = (request: typeof one): readonly string[] => {
      const { messages: chat, contents, input } = request?.body ?? {}
      // The markers of a cache move on with the end.
      return ((chat ?? contents ?? input) as object[]).map((item) =>
        JSON.stringify(item).replaceAll(/,"cache_control":\{[^}]*\}/g, ''),
      )
    }
    const before = list(one)
    expect(list(three).slice(0, before.length)).toEqual(before)
  })

  test('RES-01 RES-02 RES-03 RES-04 RES-16 whatever a tool gives, the model reads the same', async () => {
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
    const here = await stage([place], {
      tools: names.map((name, index): Tool => ({
        name: `f${index}`,
        inputSchema: { type: 'object' },
        execute: (outputs[name] ?? (() => '')) as Tool['execute'],
      })),
    })
    here.at(place).answer({
      content: names.map((_n, index) => ({ type: 'tool_call', name: `f${index}` })),
    })
    await here.agent.run('go')
    expect(here.refusals()).toEqual([])
    const sent = here.at(place).requests[1]?.text ?? ''
    for (const shown of ['plain', 'broke', '(no output)']) expect(sent).toContain(shown)
    expect(sent).toMatch(/\{\\*"a\\*":\[1,null\]\}/)
  })
})

describe('HAN-02 there and back', () => {
  test.each(wires.map((place) => [place.name, place] as const))('%s', async (_name, place) => {
    const other = wires.find((one) => one.prefix !== place.prefix) as Place
    const run = async (detour: boolean) => {
      const here = await stage([place, other], { tools: [f], reasoning: 'low' })
      here.at(place).answer({
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'tool_call', name: 'f' },
        ],
      })
      const first = await here.agent.run('a', { model: place.model })
      const middle = detour
        ? await here.agent.run('b', { model: other.model, messages: first.messages })
        : first
      await here.agent.run('c', { model: place.model, messages: middle.messages })
      expect(here.refusals()).toEqual([])
      return here.at(place).requests.at(-1)?.body ?? {}
    }
    const items = (body: Readonly<Record<string, unknown>>): readonly object[] =>
      (body['messages'] ?? body['contents'] ?? body['input']) as readonly object[]
    const [straight, detour] = [items(await run(false)), items(await run(true))]
    const strip = (list: readonly object[]): string =>
      JSON.stringify(list).replaceAll(/,"cache_control":\{[^}]*\}/g, '')
    expect(strip(detour.slice(0, straight.length - 1))).toBe(strip(straight.slice(0, -1)))
  })
})
