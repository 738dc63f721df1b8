import type { Message, Tool, ToolOutput } from '@autobot/core'
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
const object = { type: 'object' } as const

/** One turn that calls each of these tools once; the request behind it is given back. */
async function after(place: Place, outputs: Readonly<Record<string, () => unknown>>) {
  const names = Object.keys(outputs)
  const here = await stage([place], {
    tools: names.map((name): Tool => ({
      name,
      inputSchema: object,
      execute: (outputs[name] ?? (() => '')) as () => ToolOutput,
    })),
  })
  here.at(place).answer({ content: names.map((name) => ({ type: 'tool_call', name })) })
  const result = await here.agent.run('go')
  expect(here.refusals()).toEqual([])
  expect(result.text).toBe('ok')
  return { result, text: here.at(place).requests[1]?.text ?? '' }
}

/** Where words stand in a request; -1 where they do not. */
const placesOf = (text: string, words: readonly string[]): readonly number[] =>
  words.map((word) => text.indexOf(word))
const ordered = (found: readonly number[]): boolean =>
  found.every((at, index) => at >= 0 && at > (found[index - 1] ?? -1))

describe.each(places)('%s', (_name, place) => {
  test('RES-05 results stand in the order of their calls, whatever is done first', async () => {
    const later = (text: string, turns: number) => async () => {
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
      return text
    }
    const { text } = await after(place, {
      a: later('first result', 30),
      b: later('second result', 10),
      c: later('third result', 1),
    })
    expect(ordered(placesOf(text, ['first result', 'second result', 'third result']))).toBe(true)
  })

  test('RES-06 one of three fails, one is refused', async () => {
    const here = await stage([place], {
      tools: [
        { name: 'a', inputSchema: object, execute: () => 'fine' },
        {
          name: 'b',
          inputSchema: object,
          execute: () => {
            throw new Error('broke')
          },
        },
        { name: 'c', inputSchema: object, execute: () => 'never', needsApproval: true },
      ],
      approve: async () => ({ action: 'deny', reason: 'not today' }),
    })
    here.at(place).answer({ content: ['a', 'b', 'c'].map((name) => ({ type: 'tool_call', name })) })
    const { toolCalls, text } = await here.agent.run('go')
    expect(text).toBe('ok')
    expect(toolCalls.map(({ isError }) => isError)).toEqual([false, true, true])
    expect(here.refusals()).toEqual([])
  })

  test('RES-08 RES-10 files that a model cannot see are no text of numbers', async () => {
    const { text } = await after(place, {
      see: () => ({
        content: [
          { type: 'file', mediaType: 'image/png', data: png },
          { type: 'file', mediaType: 'application/pdf', data: pdf, name: 'a.pdf' },
          { type: 'file', mediaType: 'text/csv', data: new TextEncoder().encode('x,y\n1,2') },
          { type: 'file', mediaType: 'video/mp4', data: pdf },
        ],
      }),
    })
    // Bytes stand where the wire has a place for bytes, and nowhere else.
    const bytes = Buffer.from(png).toString('base64').slice(0, 24)
    const inText = new RegExp(`"(text|content|output|error)":"[^"]*${bytes.replaceAll('+', '\\+')}`)
    expect(text).not.toMatch(inText)
    expect(text).toContain('x,y')
  })

  test('RES-11 RES-12 RES-13 what servers of MCP answer', async () => {
    const { text, result } = await after(place, {
      structured: () => ({ content: [{ type: 'json', value: { answer: 42 } }] }),
      failed: () => ({ content: [{ type: 'text', text: 'disk is full' }], isError: true }),
      linked: () => ({ content: [{ type: 'text', text: 'notes: file:///notes.txt' }] }),
    })
    expect(text).toMatch(/\{\\*"answer\\*":42\}/)
    expect(text).toContain('disk is full')
    expect(text).toContain('file:///notes.txt')
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([false, true, false])
  })

  test('RES-14 RES-15 long texts, and texts that are no text', async () => {
    const { text } = await after(place, {
      long: () => 'x'.repeat(2_000_000),
      odd: () => 'a\uD800b\0c\u001B[31md',
    })
    expect(text.length).toBeGreaterThan(100_000)
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toMatch(/\\u0000|\\ud800/i)
  })

  test('MED-03 MED-04 MED-05 MED-06 MED-08 files of users', async () => {
    const names = [
      'Q3.report (final)__v2.pdf',
      'レポート.pdf',
      "a'b#c.pdf",
      `${'x'.repeat(300)}.pdf`,
    ]
    const content = [...names, names[0] ?? ''].map((name) => ({
      type: 'file' as const,
      mediaType: 'application/pdf',
      data: pdf,
      name,
    }))
    const texts = ['text/markdown', 'text/csv', 'text/plain'].map((mediaType) => ({
      type: 'file' as const,
      mediaType,
      data: new TextEncoder().encode(`words of ${mediaType}`),
    }))
    const here = await stage([place])
    await here.agent.run([{ role: 'user', content }])
    await here.agent.run([{ role: 'user', content: texts }])
    expect(here.at(place).requests[1]?.text).toContain('words of text/csv')
    const many = Array.from({ length: 21 }, () => ({
      type: 'file' as const,
      mediaType: 'image/png',
      data: png,
    }))
    await here.agent.run([{ role: 'user', content: many }])
    const { warnings } = await here.agent.run([
      {
        role: 'user',
        content: [{ type: 'file', mediaType: 'application/x-odd', data: png.subarray(30) }],
      },
    ])
    expect(warnings.map(({ code }) => code)).toContain('media_omitted')
    expect(here.refusals()).toEqual([])
  })

  test('DEF-15 tools with names of prototypes', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf']
    const ran: string[] = []
    await after(
      place,
      Object.fromEntries(names.map((name) => [name, () => (ran.push(name), `ran ${name}`)])),
    )
    expect(ran.toSorted()).toEqual(names.toSorted())
  })

  test('MED-07 pictures that a model made', async () => {
    const here = await stage([place])
    const messages: readonly Message[] = [
      { role: 'user', content: [{ type: 'text', text: 'draw' }] },
      {
        role: 'assistant',
        provider: place.prefix,
        model: place.model.slice(place.prefix.length + 1),
        content: [{ type: 'file', mediaType: 'image/png', data: png }],
      },
    ]
    await here.agent.run('and?', { messages })
    expect(here.refusals()).toEqual([])
  })

  test('ABR-06 aborted while a tool runs: it is told, and the history stays whole', async () => {
    const controller = new AbortController()
    let told = false
    const here = await stage([place], {
      tools: [
        {
          name: 'wait',
          inputSchema: object,
          execute: (_input: unknown, { signal }) =>
            new Promise<string>((resolve) => {
              signal.addEventListener('abort', () => {
                told = true
                resolve('late')
              })
              controller.abort()
            }),
        } satisfies Tool,
      ],
    })
    here.at(place).answer({ content: [{ type: 'tool_call', name: 'wait' }] })
    const messages: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'go' }] }]
    const run = async () => {
      for await (const event of here.agent.stream('go', { signal: controller.signal })) {
        if (event.type === 'response_end') messages.push(event.response.message)
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'aborted' })
    expect(told).toBe(true)
    expect((await here.agent.run('again', { messages })).text).toBe('ok')
    expect(here.refusals()).toEqual([])
  })
})

test('HAN-07 a model without tools reads what tools did', async () => {
  const [openai] = wires as readonly [Place]
  const here = await stage([openai], {
    tools: [{ name: 'f', inputSchema: object, execute: () => 'marble' }],
  })
  here.at(openai).answer({ content: [{ type: 'tool_call', name: 'f' }] })
  const { messages } = await here.agent.run('hi')
  const gemma = { ...(odd.find(({ name }) => name === 'gemini 2.5') as Place), name: 'gemma' }
  const place: Place = { ...gemma, model: 'gemini/gemma-3-27b-it' }
  const there = await stage([place])
  await there.agent.run('and?', { messages })
  expect(there.refusals()).toEqual([])
  expect(there.at(place).requests[0]?.text).toContain('marble')
})

test('HAN-09 a history that is larger than the window', async () => {
  for (const place of wires) {
    const here = await stage([place])
    here.at(place).answer({
      failure: { status: 400, body: { error: { message: 'prompt is too long: 2 > 1 maximum' } } },
    })
    await expect(here.agent.run('hi')).rejects.toMatchObject({
      code: 'context_overflow',
      retryable: false,
    })
  }
})
