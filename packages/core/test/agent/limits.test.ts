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

describe('a limit of costs', () => {
  it('does not take the bytes of a picture for text', async () => {
    const { plugin } = scripted([say('done')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      prices: () => ({ input: 3, output: 15 }),
      maxCostUsd: 0.01,
    })
    const data = new Uint8Array(2_000_000)
    const picture = { type: 'file', mediaType: 'image/png', data } as const
    expect((await agent.run([{ type: 'text', text: 'What is it?' }, picture])).text).toBe('done')
  })

  it('says that it cannot hold where the price is unknown', async () => {
    const { plugin } = scripted([say('done')])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin], maxCostUsd: 1 })
    const { costUsd, warnings } = await agent.run('go')
    expect(costUsd).toBeUndefined()
    expect(warnings.map(({ code }) => code)).toContain('cost_limit_unknown')
  })
})

describe('stop conditions', () => {
  it('see what the run has cost', async () => {
    const { plugin, requests } = scripted([ask('a'), ask('a'), say('never')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool],
      prices: () => price,
      stopWhen: ({ costUsd }) => (costUsd ?? 0) > 11,
    })
    await agent.run('go')
    expect(requests).toHaveLength(2)
  })

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
  it('says which approval nobody was there to give', async () => {
    const risky = defineTool({ name: 'risky', needsApproval: true, execute: () => 'ran' })
    const inner = scripted([ask('risky')])
    const expert = createAgent({ model: 'scripted/m', plugins: [inner.plugin], tools: [risky] })
    const outer = scripted([ask('expert'), say('I see.')])
    const expertTool = agentTool(expert, { name: 'expert', description: 'Dares.' })
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [outer.plugin],
      tools: [{ ...expertTool, validate: () => ({ value: { task: 'go' } }) }],
    })
    const [record] = (await agent.run('go')).toolCalls
    expect(record?.isError).toBe(true)
    expect(JSON.stringify(record?.result)).toContain('risky')
  })

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
