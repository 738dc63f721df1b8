import { describe, expect, it } from 'vitest'
import { createAgent, defineTool, ProviderError } from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

const ran: string[] = []
const tool = (name: string) =>
  defineTool({
    name,
    execute: () => {
      ran.push(name)
      return 'x'
    },
  })
const run = async (script: Parameters<typeof scripted>[0], options: object) => {
  ran.length = 0
  const { plugin, requests } = scripted(script)
  const agent = createAgent({
    model: 'scripted/m',
    plugins: [plugin],
    tools: [tool('a'), tool('b')],
  })
  return { result: await agent.run('go', options), requests }
}

describe('what was asked of the model holds, also where the wire cannot say it', () => {
  it('CHO-01 CHO-02 a call is not executed when no tool may be called', async () => {
    const { result } = await run([ask('a'), say('fine')], { toolChoice: 'none' })
    expect(ran).toEqual([])
    expect(result.toolCalls).toMatchObject([{ name: 'a', isError: true }])
  })

  it('CHO-06 one call at a time means one', async () => {
    const { result } = await run([ask('a', 'b'), say('fine')], { parallelToolCalls: false })
    expect(ran).toEqual(['a'])
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([false, true])
  })

  it('CHO-04 no other tool than the one that was asked for', async () => {
    await run([ask('a', 'b'), say('fine')], { toolChoice: { tool: 'b' } })
    expect(ran).toEqual(['b'])
  })

  it('CAL-09 the same call twice is two executions with two results', async () => {
    const { result } = await run([ask('a', 'a'), say('fine')], {})
    expect(ran).toEqual(['a', 'a'])
    expect(new Set(result.toolCalls.map(({ id }) => id)).size).toBe(2)
  })

  it('CAL-03 arguments that parse early run a tool once, with all of them', async () => {
    const { result } = await run(
      [
        [
          { type: 'tool_call', id: '0', name: 'a', argumentsText: '{"n":1}' },
          { type: 'tool_call', id: '0', argumentsText: '   ' },
          { type: 'finish', reason: 'stop' },
        ],
        say('fine'),
      ],
      {},
    )
    expect(ran).toEqual(['a'])
    expect(result.toolCalls[0]?.input).toEqual({ n: 1 })
  })

  it('CAL-21 numbers that JavaScript cannot hold are there as the model wrote them', async () => {
    const text = '{"n":12345678901234567890}'
    const { result } = await run(
      [
        [
          { type: 'tool_call', id: '0', name: 'a', argumentsText: text },
          { type: 'finish', reason: 'stop' },
        ],
        say('fine'),
      ],
      {},
    )
    const [part] = result.messages[1]?.content ?? []
    expect(part).toMatchObject({ argumentsText: text })
  })

  it('USE-02 usage that nobody told is unknown, not 0', async () => {
    const { result } = await run(
      [
        [
          { type: 'text', text: 'x' },
          { type: 'finish', reason: 'stop' },
        ],
      ],
      {},
    )
    expect(result.usage).toEqual({})
  })
})

describe('failures', () => {
  const failing = (error: ProviderError, ...script: Parameters<typeof scripted>[0]) => {
    const { plugin, requests } = scripted([error, ...script])
    return { agent: createAgent({ model: 'scripted/m', plugins: [plugin] }), requests }
  }
  const error = (init: Omit<ConstructorParameters<typeof ProviderError>[1], 'provider'>) =>
    new ProviderError('no', { provider: 'scripted', ...init })

  it.each(['auth', 'permission', 'invalid_request', 'quota', 'context_overflow'] as const)(
    'ERR-01 ERR-03 %s is not tried again',
    async (code) => {
      const { agent, requests } = failing(error({ code, requestId: 'r1' }), say('never'))
      await expect(agent.run('go')).rejects.toMatchObject({ code, requestId: 'r1' })
      expect(requests).toHaveLength(1)
    },
  )

  it('ERR-02 a wait that is longer than the policy allows is not begun', async () => {
    const { agent } = failing(error({ code: 'rate_limit', retryAfterMs: 3_600_000 }), say('never'))
    await expect(agent.run('go')).rejects.toMatchObject({ retryAfterMs: 3_600_000 })
  })

  it('ERR-06 after the first text there is no second attempt, and the text is kept', async () => {
    const { plugin, requests } = scripted([
      [{ type: 'text', text: 'half' }, error({ code: 'server' }) as never],
      say('never'),
    ])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
    await expect(agent.run('go')).rejects.toBeDefined()
    expect(requests).toHaveLength(1)
    expect(agent.messages.at(-1)).toMatchObject({
      finishReason: 'error',
      content: [{ text: 'half' }],
    })
  })

  it('ABR-05 an abort ends a wait at once', async () => {
    const { agent } = failing(error({ code: 'overloaded', retryAfterMs: 50_000 }), say('never'))
    const stop = new AbortController()
    const run = (async () => {
      for await (const event of agent.stream('go', { signal: stop.signal })) {
        if (event.type === 'retry') setTimeout(() => stop.abort(), 5)
      }
    })()
    await expect(run).rejects.toMatchObject({ code: 'aborted' })
  })

  it('go to the next model, which is told', async () => {
    const { plugin, requests } = scripted([error({ code: 'quota' }), say('from the second')])
    const agent = createAgent({
      model: 'scripted/one',
      fallback: ['scripted/two'],
      plugins: [plugin],
    })
    const seen: unknown[] = []
    for await (const event of agent.stream('go')) if (event.type === 'fallback') seen.push(event)
    expect(seen).toMatchObject([
      { from: 'scripted/one', to: 'scripted/two', error: { code: 'quota' } },
    ])
    expect(requests.map(({ model }) => model)).toEqual(['one', 'two'])
  })
})
