import { describe, expect, it } from 'vitest'
import { createAgent, defineTool, type Message } from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

const ran: string[] = []
const tool = (name: string, needsApproval: boolean) =>
  defineTool({
    name,
    needsApproval,
    execute: () => {
      ran.push(name)
      return `${name} ran`
    },
  })
const tools = [tool('safe', false), tool('risky', true)]
const agentWith = (script: Parameters<typeof scripted>[0]) => {
  ran.length = 0
  const { plugin, requests } = scripted(script)
  return { agent: createAgent({ model: 'scripted/m', plugins: [plugin], tools }), requests }
}

describe('a tool that needs approval', () => {
  it('runs when the application allows it', async () => {
    const { agent } = agentWith([ask('risky'), say('done')])
    const result = await agent.run('go', { approve: () => Promise.resolve({ action: 'allow' }) })
    expect(result.text).toBe('done')
    expect(ran).toEqual(['risky'])
  })

  it('is denied in the words of the application, which the model reads', async () => {
    const { agent, requests } = agentWith([ask('risky'), say('fine')])
    await agent.run('go', {
      approve: () => Promise.resolve({ action: 'deny', reason: 'Not on a Friday.' }),
    })
    expect(ran).toEqual([])
    expect(JSON.stringify(requests[1]?.messages)).toContain('Not on a Friday.')
  })

  it('stops the run where nobody can be asked, and goes on from a stored transcript', async () => {
    const first = agentWith([ask('safe', 'risky')])
    const paused = await first.agent.run('go')
    expect(ran).toEqual(['safe'])
    expect(paused.pendingApprovals).toMatchObject([{ name: 'risky' }])
    const stored = JSON.parse(JSON.stringify(paused.messages)) as Message[]
    const id = paused.pendingApprovals[0]?.id ?? ''

    const second = agentWith([say('done')])
    const result = await second.agent.run([], {
      messages: stored,
      approvals: { [id]: { action: 'allow' } },
    })
    expect(ran).toEqual(['risky'])
    expect(result).toMatchObject({ text: 'done', pendingApprovals: [] })
    expect(JSON.stringify(second.requests[0]?.messages)).toContain('risky ran')
  })

  it.each([{}, { action: 'yes' }, true, 'allow'])(
    'never runs when the answer is %j, which says nothing',
    async (answer) => {
      const { agent, requests } = agentWith([ask('risky'), say('fine')])
      await agent.run('go', { approve: () => Promise.resolve(answer as never) })
      expect(ran).toEqual([])
      expect(JSON.stringify(requests[1]?.messages)).toContain('could not be approved')
    },
  )

  it('never runs when asking for the approval fails', async () => {
    const { agent } = agentWith([ask('risky'), say('fine')])
    const result = await agent.run('go', {
      approve: () => Promise.reject(new Error('no terminal')),
    })
    expect(ran).toEqual([])
    expect(result.toolCalls[0]?.isError).toBe(true)
  })
})
