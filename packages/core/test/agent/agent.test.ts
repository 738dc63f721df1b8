import { describe, expect, it } from 'vitest'
import {
  createAgent,
  definePlugin,
  defineProvider,
  defineTool,
  configSchema,
  ProviderError,
  RouteError,
} from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

describe('an agent', () => {
  it('runs the tools that the model asks for side by side and gives back the answer', async () => {
    let running = 0
    let most = 0
    const tool = (name: string) =>
      defineTool({
        name,
        input: { type: 'object', properties: { n: { type: 'number' } } },
        async execute({ n }) {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setTimeout(resolve, 5))
          running -= 1
          return `${name} ${String(n)}`
        },
      })
    const { plugin, requests } = scripted([ask('a', 'b'), say('done')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool('a'), tool('b')],
    })
    const result = await agent.run('go')
    expect(result).toMatchObject({
      text: 'done',
      finishReason: 'stop',
      steps: 2,
      usage: { inputTokens: 8, outputTokens: 6 },
      provider: 'scripted',
      model: 'm',
    })
    expect(result.toolCalls.map(({ name, isError }) => [name, isError])).toEqual([
      ['a', false],
      ['b', false],
    ])
    expect(most).toBe(2)
    expect(JSON.stringify(requests[1]?.messages)).toContain('a 1')
  })

  it('continues its conversation', async () => {
    const { plugin, requests } = scripted([say('one'), say('two')])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin], system: 'Be brief.' })
    await agent.run('first')
    await agent.run('second')
    expect(requests[1]?.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
    ])
    expect(agent.messages).toHaveLength(4)
  })

  it('gives a failing tool to the model as a result', async () => {
    const broken = defineTool({
      name: 'a',
      execute: () => {
        throw new Error('no disk')
      },
    })
    const { plugin } = scripted([ask('a', 'unknown'), say('ok')])
    const result = await createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [broken],
    }).run('go')
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([true, true])
    expect(result.text).toBe('ok')
  })

  it('stops at its limit of steps with the code "limit"', async () => {
    const tool = defineTool({ name: 'a', execute: () => 'x' })
    const { plugin } = scripted([ask('a'), ask('a'), ask('a')])
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      tools: [tool],
      maxSteps: 2,
    })
    await expect(agent.run('go')).rejects.toMatchObject({ code: 'limit' })
  })

  it('retries before the first fragment, and never after it', async () => {
    const busy = new ProviderError('busy', {
      code: 'overloaded',
      provider: 'scripted',
      retryAfterMs: 1,
    })
    const { plugin } = scripted([busy, say('late')])
    expect((await createAgent({ model: 'scripted/m', plugins: [plugin] }).run('go')).text).toBe(
      'late',
    )

    const cut = scripted([[{ type: 'text', text: 'half' }], say('never')])
    const agent = createAgent({ model: 'scripted/m', plugins: [cut.plugin] })
    await expect(agent.run('go')).rejects.toMatchObject({
      code: 'bad_response',
      partial: { content: [{ text: 'half' }] },
    })
    expect(cut.requests).toHaveLength(1)
  })

  it('names the known prefixes and the nearest one', async () => {
    const { plugin } = scripted([])
    const agent = createAgent({ model: 'scriptd/m', plugins: [plugin] })
    const error = await agent.run('go').catch((thrown: unknown) => thrown)
    expect(RouteError.is(error)).toBe(true)
    expect(error).toMatchObject({ nearest: 'scripted', knownPrefixes: ['scripted'] })
  })

  it('ends at once when it is aborted, also when the provider does not listen', async () => {
    const provider = defineProvider({
      prefix: 'deaf',
      displayName: 'Deaf',
      environment: [],
      configSchema: configSchema({ type: 'object' }),
      create: () => ({
        capabilities: () => ({}),
        async *stream() {
          yield { type: 'text', text: 'start' } as const
          await new Promise(() => undefined)
        },
      }),
    })
    const plugin = definePlugin({ name: 'deaf', register: (r) => r.provider(provider) })
    const agent = createAgent({ model: 'deaf/m', plugins: [plugin] })
    const stop = new AbortController()
    const failure = (async () => {
      for await (const event of agent.stream('go', { signal: stop.signal })) {
        if (event.type === 'text_delta') stop.abort()
      }
    })()
    await expect(failure).rejects.toMatchObject({ code: 'aborted' })
    expect(agent.messages.at(-1)).toMatchObject({ role: 'assistant', finishReason: 'aborted' })
  })
})
