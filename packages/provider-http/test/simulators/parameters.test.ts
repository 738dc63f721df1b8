import type { Message, RequestOptions } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { odd, stage, wires, type Place, type Stage } from '../support/simulators.ts'

const places = [...wires, ...odd].map((place) => [place.name, place] as const)
const codes = (warnings: readonly { readonly code: string }[]): readonly string[] =>
  warnings.map(({ code }) => code)
const last = (here: Stage, place: Place): string => here.at(place).requests.at(-1)?.text ?? ''

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: ['number', 'null'] } },
  required: ['name'],
}

describe.each(places)('%s', (_name, place) => {
  test.each<[string, RequestOptions]>([
    ['PAR-01 hot', { temperature: 1.5 }],
    ['PAR-01 within every range', { temperature: 0.5, topP: 0.9 }],
    [
      'PAR-02 all that not all know',
      {
        seed: 1,
        topK: 4,
        presencePenalty: 0.5,
        frequencyPenalty: 0.5,
        stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'],
        user: 'u',
        metadata: { a: 'b' },
      },
    ],
    ['PAR-03 far too many tokens', { maxOutputTokens: 10_000_000 }],
    ['PAR-03 hardly any tokens', { maxOutputTokens: 1 }],
    ['all of it while it thinks', { reasoning: 'high', temperature: 0, topP: 0.5, topK: 3 }],
    ['CAC-01 cached', { cache: { ttl: '1h' } }],
    ['PAR-06 options of another', { providerOptions: { elsewhere: { odd: true } } }],
  ])('%s', async (_case, options) => {
    const here = await stage([place], options)
    expect((await here.agent.run('hi')).text).toBe('ok')
    expect(here.refusals()).toEqual([])
  })

  test('PAR-02 what is left out is told, in one shape', async () => {
    const here = await stage([place], { topK: 4, seed: 1, presencePenalty: 1 })
    const { warnings } = await here.agent.run('hi')
    for (const [field, name] of [
      ['topK', /top_?k/i],
      ['seed', /seed/],
      ['presencePenalty', /presence_?penalty/i],
    ] as const) {
      const sent = name.test(
        JSON.stringify(Object.keys(here.at(place).requests[0]?.body ?? {})) + last(here, place),
      )
      const told = warnings.some(({ path }) => path === field)
      expect([field, sent || told]).toEqual([field, true])
    }
    expect(codes(warnings).every((code) => /^[a-z_]+$/.test(code))).toBe(true)
  })

  test.each([undefined, 'high'] as const)(
    'PAR-05 an answer of a shape, reasoning %s',
    async (reasoning) => {
      const here = await stage([place], { output: person, ...(reasoning && { reasoning }) })
      const value = { name: 'Ada', age: null }
      const asked = await here.agent.run('who?').catch(() => undefined)
      // How the answer is asked for differs; each is a request that the service takes.
      expect(here.refusals()).toEqual([])
      expect(asked?.object).toBeUndefined()
      const sent = here.at(place).requests[0]?.body ?? {}
      const tool = /"tools":/.test(JSON.stringify(sent))
        ? JSON.stringify(sent['tools']).match(/"name":"([^"]+)"/)?.[1]
        : undefined
      const again = await stage([place], { output: person, ...(reasoning && { reasoning }) })
      again.at(place).answer({
        content:
          tool === undefined
            ? [{ type: 'text', text: JSON.stringify(value) }]
            : [{ type: 'tool_call', name: tool, input: value }],
      })
      expect((await again.agent.run('who?')).object).toEqual(value)
      expect(again.refusals()).toEqual([])
    },
  )

  test('CAC-01 HAN-10 a long conversation has no more markers than are taken', async () => {
    const messages: Message[] = Array.from({ length: 30 }, (_, at): Message =>
      at % 2 === 0
        ? { role: 'user', content: [{ type: 'text', text: `q${at}` }] }
        : { role: 'assistant', content: [{ type: 'text', text: `a${at}` }] },
    )
    const here = await stage([place], {
      system: 'Be brief.',
      tools: [{ name: 'f', inputSchema: { type: 'object' }, execute: () => 'x' }],
    })
    here.at(place).answer({ content: [{ type: 'tool_call', name: 'f' }] })
    await here.agent.run('go on', { messages })
    expect(here.refusals()).toEqual([])
    const marked = last(here, place).match(/"cache_control"/g) ?? []
    const takesMarkers = place.prefix === 'anthropic' || place.prefix === 'openrouter'
    expect(marked.length > 0).toBe(takesMarkers)
    expect(marked.length).toBeLessThanOrEqual(4)
  })
})

test('SYS-01 where there is no system role its text leads the first question', async () => {
  for (const [start, model] of [
    [odd.find(({ prefix }) => prefix === 'gemini')?.start, 'gemini/gemma-3-27b-it'],
    [wires[0]?.start, 'openai/o1-mini'],
  ] as const) {
    const prefix = model.split('/')[0] ?? ''
    const place = { name: model, prefix, model, start } as Place
    const here = await stage([place], { system: 'Be brief.' })
    await here.agent.run('hi')
    expect(here.refusals()).toEqual([])
    expect(last(here, place)).toMatch(/Be brief\.[^"]*hi|Be brief\."\},\{[^{}]*"hi"/)
  }
})

test('HAN-03 HAN-04 HAN-05 ids of every maker stay paired, and apart', async () => {
  const ids = [
    'x'.repeat(450),
    'tooluse_XYabcdefghijklmnopqrst',
    'tooluse_XYzzzzzzzzzzzzzzzzzzzz',
    'call_0',
    'functions.f:0',
    'a|b|c',
    '',
  ]
  const tools = [{ name: 'f', inputSchema: { type: 'object' }, execute: () => 'x' }]
  const openai = wires[0] as Place
  for (const place of [...wires, ...odd]) {
    const first = await stage([openai], { tools })
    first.at(openai).answer({
      content: ids.map((id, at) => ({ type: 'tool_call', name: 'f', id, input: { at } })),
    })
    const { messages } = await first.agent.run('hi')
    const here = await stage([place], { tools })
    await here.agent.run('go on', { messages })
    expect(here.refusals()).toEqual([])
    if (place.prefix === 'moonshot') {
      expect(
        last(here, place)
          .match(/functions\.f:\d+/g)
          ?.slice(0, ids.length),
      ).toEqual(ids.map((_id, at) => `functions.f:${at}`))
    }
  }
})
