import { describe, expect, it } from 'vitest'
import { createAgent, definePlugin, defineTool, ProviderError, type Hook } from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

const never = (): Promise<never> => new Promise(() => undefined)

describe('a consumer that leaves the loop', () => {
  it('ABR-06 keeps what was whole, and no tool that began runs again', async () => {
    const ran: string[] = []
    const tool = (name: string, work: () => unknown) =>
      defineTool({
        name,
        execute: () => {
          ran.push(name)
          return work() as Promise<string>
        },
      })
    const { plugin, requests } = scripted([ask('quick', 'slow'), say('done')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool('quick', () => 'there'), tool('slow', never)],
      system: 'Be brief.',
    })
    for await (const event of agent.stream('go')) if (event.type === 'tool_end') break
    expect(agent.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
    const result = await agent.run([])
    expect(ran).toEqual(['quick', 'slow'])
    expect(result.text).toBe('done')
    const sent = JSON.stringify(requests[1]?.messages)
    expect(sent).toContain('there')
    expect(sent).toContain('The tool call was aborted.')
  })

  it('leaves a call that had not begun to whoever goes on', async () => {
    let ran = 0
    const risky = defineTool({ name: 'risky', needsApproval: true, execute: () => `${(ran += 1)}` })
    const { plugin } = scripted([ask('risky'), say('done')])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin], tools: [risky] })
    const approve = never
    for await (const event of agent.stream('go', { approve })) {
      if (event.type === 'approval_requested') break
    }
    expect(ran).toBe(0)
    const allow = (): Promise<{ action: 'allow' }> => Promise.resolve({ action: 'allow' })
    expect((await agent.run([], { approve: allow })).text).toBe('done')
    expect(ran).toBe(1)
  })
})

describe('an abort is seen while the code of others hangs', () => {
  const hook = (more: Partial<Hook>): Hook => ({ name: 'h', ...more })
  it.each<[string, Parameters<typeof createAgent>[0] | object]>([
    ['in beforeModel', { hooks: [hook({ beforeModel: never })] }],
    ['in afterModel', { hooks: [hook({ afterModel: never })] }],
    ['in a stop condition', { stopWhen: never }],
    [
      'in a plugin that starts',
      { more: definePlugin({ name: 'slow', register: () => undefined, start: never }) },
    ],
    [
      'in a source of tools',
      {
        more: definePlugin({
          name: 'source',
          register: (registry) => registry.toolSource({ name: 'deaf', tools: never }),
        }),
      },
    ],
  ])('%s', async (_, options) => {
    const { more, ...rest } = options as { more?: ReturnType<typeof definePlugin> }
    const { plugin } = scripted([say('one'), say('two')])
    const plugins = more === undefined ? [plugin] : [plugin, more]
    const agent = createAgent({ model: 'scripted/m', plugins, ...rest })
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 20)
    await expect(agent.run('go', { signal: stop.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
  })
})

describe('an answer that a hook refuses', () => {
  it('was paid for, and is not in the conversation', async () => {
    const { plugin } = scripted([say('secret')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      prices: () => ({ input: 1, output: 1 }),
      hooks: [
        {
          name: 'filter',
          afterModel: () => {
            throw new ProviderError('No.', { code: 'content_filter', provider: 'scripted' })
          },
        },
      ],
    })
    const ends: unknown[] = []
    const run = (async () => {
      for await (const event of agent.stream('go')) if (event.type === 'run_end') ends.push(event)
    })()
    await expect(run).rejects.toMatchObject({ code: 'content_filter' })
    expect(ends).toMatchObject([{ result: { usage: { inputTokens: 5, outputTokens: 2 } } }])
    expect(ends).toMatchObject([{ result: { costUsd: 7 / 1_000_000, steps: 1 } }])
    expect(JSON.stringify(agent.messages)).not.toContain('secret')
  })
})
