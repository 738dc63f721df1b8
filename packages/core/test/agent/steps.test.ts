import { describe, expect, it } from 'vitest'
import { createAgent, defineTool, type Tool } from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

const ran: string[] = []
const tool = (name: string): Tool =>
  defineTool({
    name,
    execute: () => {
      ran.push(name)
      return `${name} ran`
    },
  })

describe('a hook that changes one step', () => {
  it('decides which model answers and which tools there are', async () => {
    ran.length = 0
    const { plugin, requests } = scripted([ask('a', 'b', 'extra'), say('done')])
    const agent = createAgent({
      model: 'scripted/first',
      plugins: [plugin],
      tools: [tool('a'), tool('b')],
      hooks: [
        {
          name: 'steps',
          beforeModel: ({ step }) =>
            step === 1 ? { tools: [tool('a'), tool('extra')] } : { model: 'scripted/second' },
        },
      ],
    })
    const result = await agent.run('go')
    expect(requests.map(({ model }) => model)).toEqual(['first', 'second'])
    expect(requests.map(({ tools }) => tools?.map(({ name }) => name))).toEqual([
      ['a', 'extra'],
      ['a', 'b'],
    ])
    // What was not offered does not run, and what the hook brought does.
    expect(ran).toEqual(['a', 'extra'])
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([false, true, false])
  })
})

describe('a choice that forces a call', () => {
  it.each(['required', { tool: 'a' }] as const)(
    '%j is obeyed once, then answered',
    async (choice) => {
      const { plugin, requests } = scripted([ask('a'), say('done')], {
        toolChoice: ['auto', 'required', 'tool'],
      })
      const agent = createAgent({ model: 'scripted/m', plugins: [plugin], tools: [tool('a')] })
      expect((await agent.run('go', { toolChoice: choice })).text).toBe('done')
      expect(requests.map(({ toolChoice }) => toolChoice)).toEqual([choice, 'auto'])
    },
  )
})

describe('the ids of calls', () => {
  it('are unique also where chance is always the same', async () => {
    const { plugin } = scripted([ask('a', 'a', 'a'), say('done')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool('a')],
      host: { random: () => 0.5 },
    })
    const { toolCalls } = await agent.run('go')
    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(3)
    for (const { id } of toolCalls) expect(id).toMatch(/^[A-Za-z0-9]{21}$/)
  })
})
