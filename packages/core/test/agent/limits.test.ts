import { describe, expect, it } from 'vitest'
import {
  afterTool,
  agentTool,
  createAgent,
  defineTool,
  tokensUsed,
  type ModelPrice,
} from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

const tool = defineTool({ name: 'a', execute: () => 'x' })
const price: ModelPrice = { input: 1_000_000, output: 2_000_000 }

describe('cost', () => {
  it('is the sum of the calls', async () => {
    const { plugin } = scripted([ask('a'), say('done')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool],
      prices: () => price,
    })
    expect((await agent.run('go')).costUsd).toBe(3 + 8 + 5 + 4)
  })

  it('is unknown, never 0, when a price is unknown', async () => {
    const { plugin } = scripted([say('done')])
    expect(
      (await createAgent({ model: 'scripted/m', plugins: [plugin] }).run('go')).costUsd,
    ).toBeUndefined()
  })

  it('stops the run before the call that would exceed the limit', async () => {
    const { plugin, requests } = scripted([ask('a'), say('never')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool],
      prices: () => price,
      maxCostUsd: 25,
    })
    // The question itself counts, by its length: 25 is room for one short call and not for two.
    await expect(agent.run('g', { messages: [] })).rejects.toMatchObject({ code: 'limit' })
    expect(requests.length).toBeLessThan(2)
  })
})

describe('stop conditions', () => {
  it('end a run after a tool, or when tokens are used up', async () => {
    for (const stopWhen of [afterTool('a'), tokensUsed(7)]) {
      const { plugin, requests } = scripted([ask('a'), say('never')])
      const agent = createAgent({ model: 'scripted/m', plugins: [plugin], tools: [tool], stopWhen })
      expect((await agent.run('go')).toolCalls).toHaveLength(1)
      expect(requests).toHaveLength(1)
    }
  })
})

describe('an agent that is spoken to while it runs', () => {
  it('reads it with its next call', async () => {
    const { plugin, requests } = scripted([ask('a'), say('yes')])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin], tools: [tool] })
    for await (const event of agent.stream('go'))
      if (event.type === 'tool_start') agent.steer('Be quick.')
    expect(JSON.stringify(requests[1]?.messages)).toContain('Be quick.')
  })
})

describe('an agent as a tool', () => {
  it('does a task of its own and gives back its answer', async () => {
    const inner = scripted([say('42')])
    const expert = createAgent({ model: 'scripted/inner', plugins: [inner.plugin] })
    const outer = scripted([
      [
        { type: 'tool_call', id: '0', name: 'expert', argumentsText: '{"task":"add"}' },
        { type: 'finish', reason: 'stop' },
      ],
      say('It is 42.'),
    ])
    const agent = createAgent({
      model: 'scripted/outer',
      plugins: [outer.plugin],
      tools: [agentTool(expert, { name: 'expert', description: 'Counts.' })],
    })
    const result = await agent.run('go')
    expect(result.toolCalls).toMatchObject([
      { name: 'expert', isError: false, result: { content: [{ text: '42' }] } },
    ])
  })
})
