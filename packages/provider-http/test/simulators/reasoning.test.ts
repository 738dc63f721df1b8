import type { AgentEvent } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { odd, stage, wires, type Place, type SimulatedPart } from '../support/simulators.ts'

const all = [...wires, ...odd]
const thinking = [
  'openai-responses',
  'anthropic',
  'anthropic (adaptive)',
  'gemini',
  'gemini 2.5',
  'openai-chat (deepseek)',
  'openai-chat (cerebras)',
  'openai-chat (moonshot)',
  'openai-chat (openrouter)',
].map((name) => [name, all.find((place) => place.name === name) as Place] as const)

const tools = [{ name: 'f', inputSchema: { type: 'object' }, execute: () => 'x' }]
const thought: SimulatedPart = { type: 'reasoning', text: 'Let me see. 思考' }
const call: SimulatedPart = { type: 'tool_call', name: 'f' }

/** What only one service can read: signatures, ciphertext, and thoughts in its own field. */
const opaque = {
  'openai-responses': /"encrypted_content":"[^"]+"/g,
  anthropic: /"(signature|data)":"[^"]+"/g,
  gemini: /"thoughtSignature":"[^"]+"/g,
  deepseek: /"reasoning_content":"[^"]*"/g,
  cerebras: /"reasoning":"[^"]+"/g,
  moonshot: /"reasoning_content":"[^"]*"/g,
  openrouter: /"signature":"[^"]+"/g,
} as const

const own = (place: Place, body: string): readonly string[] =>
  body.match(opaque[place.prefix as keyof typeof opaque]) ?? []

describe.each(thinking)('%s', (_name, place) => {
  const here = () => stage([place], { tools, reasoning: 'high' })

  test('REA-01 thoughts are told apart from text', async () => {
    const { agent, at } = await here()
    at(place).answer({ content: [thought, { type: 'text', text: 'Seen.' }] })
    const events: AgentEvent[] = []
    for await (const event of agent.stream('hi')) events.push(event)
    const of = (type: string): string =>
      events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('')
    expect(of('reasoning_delta')).toBe(thought.text)
    expect(of('text_delta')).toBe('Seen.')
  })

  test('REA-02 within a tool loop they go back as they came', async () => {
    const { agent, at, refusals } = await here()
    at(place).answer({ content: [thought, call] }, { content: [thought, call] })
    await agent.run('hi')
    expect(refusals()).toEqual([])
    const [, second, third] = at(place).requests.map(({ text }) => own(place, text))
    expect(second?.length).toBeGreaterThan(0)
    expect(third?.length).toBe((second?.length ?? 0) * 2)
    expect(third?.[0]).toBe(second?.[0])
  })

  test('REA-08 REA-04 with thinking off, and on another wire, nothing opaque is left', async () => {
    const first = await here()
    first.at(place).answer({ content: [thought, call] })
    const { messages } = await first.agent.run('hi')
    const off = await stage([place], { tools, reasoning: 'none' })
    await off.agent.run('go on', { messages })
    expect(off.refusals()).toEqual([])
    for (const other of all.filter(({ prefix }) => prefix !== place.prefix)) {
      const there = await stage([other], { tools })
      await there.agent.run('go on', { messages })
      expect(there.refusals()).toEqual([])
      const sent = there.at(other).requests[0]?.text ?? ''
      expect(sent).not.toMatch(/<\/?think|Let me see/)
      expect(own(place, sent).filter((item) => !own(other, sent).includes(item))).toEqual([])
    }
  })
})

test('REA-03 thoughts of which only the ciphertext is there', async () => {
  for (const name of ['anthropic', 'openai-responses']) {
    const place = wires.find((one) => one.name === name) as Place
    const here = await stage([place], { tools, reasoning: 'high' })
    here.at(place).answer({ content: [{ ...thought, hidden: true }, call] })
    const { newMessages } = await here.agent.run('hi')
    expect(newMessages[1]?.content[0]).toMatchObject({ type: 'reasoning', text: '' })
    expect(here.refusals()).toEqual([])
    expect(own(place, here.at(place).requests[1]?.text ?? '')).toHaveLength(1)
  }
})

test('REA-06 calls of others get a sentinel, one for each set', async () => {
  const gemini = wires.find(({ prefix }) => prefix === 'gemini') as Place
  const openai = wires.find(({ prefix }) => prefix === 'openai') as Place
  const here = await stage([openai, gemini], { tools })
  here.at(openai).answer({ content: [call, call] }, { content: [call] })
  const { messages } = await here.agent.run('hi', { model: openai.model })
  here.at(gemini).answer({ content: [call] })
  await here.agent.run('go on', { model: gemini.model, messages })
  expect(here.refusals()).toEqual([])
  expect(own(gemini, here.at(gemini).requests[0]?.text ?? '')).toHaveLength(2)
})

test('REA-07 services that demand thoughts get them with every call, be they empty', async () => {
  const openai = wires.find(({ prefix }) => prefix === 'openai') as Place
  for (const prefix of ['deepseek', 'moonshot']) {
    const place = odd.find((one) => one.prefix === prefix) as Place
    const here = await stage([openai, place], { tools })
    here.at(openai).answer({ content: [call] })
    const { messages } = await here.agent.run('hi', { model: openai.model })
    await here.agent.run('go on', { model: place.model, messages })
    expect(here.refusals()).toEqual([])
    expect(here.at(place).requests[0]?.text).toContain('"reasoning_content":""')
  }
})
