import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createAgent, ProviderError, type ChatDelta } from '../../src/index.ts'
import { say, scripted } from './scripted.ts'

const failure = (
  code: ConstructorParameters<typeof ProviderError>[1]['code'],
  more: object = {},
): ProviderError => new ProviderError('no', { code, provider: 'scripted', ...more })

async function run(script: Parameters<typeof scripted>[0], retry: object = {}) {
  const { plugin, requests } = scripted(script)
  const agent = createAgent({
    model: 'scripted/m',
    plugins: [plugin],
    retry: { initialDelayMs: 1, ...retry },
  })
  const waits: number[] = []
  let text = ''
  const work = (async () => {
    for await (const event of agent.stream('go')) {
      if (event.type === 'retry') waits.push(event.delayMs)
      if (event.type === 'text_delta') text += event.text
    }
  })()
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { error, waits, text, asked: requests.length }
}

describe('what fails before the first fragment', () => {
  it.each(['rate_limit', 'overloaded', 'server', 'timeout', 'network'] as const)(
    'ERR-04 %s is tried again',
    async (code) => {
      expect(await run([failure(code), say('done')])).toMatchObject({ text: 'done', asked: 2 })
    },
  )

  it('ERR-02 the wait is the one that the provider asks for', async () => {
    expect((await run([failure('rate_limit', { retryAfterMs: 7 }), say('done')])).waits).toEqual([
      7,
    ])
    const [own = 0] = (await run([failure('rate_limit'), say('done')])).waits
    expect(own).toBeLessThanOrEqual(1)
  })

  it('ERR-05 an error in place of the first event is like the refusal of the request', async () => {
    const begun = [{ type: 'start', responseId: 'r' }, failure('overloaded')] as ChatDelta[]
    const done = await run([begun, begun, say('done')])
    expect(done).toMatchObject({ text: 'done', asked: 3, error: undefined })
  })

  it('CAL-24 a call that the model could not write is asked for again, a bounded number of times', async () => {
    const malformed = failure('bad_response')
    expect(await run([malformed, say('done')])).toMatchObject({ text: 'done' })
    const { error, asked } = await run([malformed, malformed, malformed, say('never')])
    expect(error).toMatchObject({ code: 'bad_response' })
    expect(asked).toBe(3)
  })

  it('TXT-14 an empty answer is asked for again too', async () => {
    const empty: ChatDelta[] = [{ type: 'finish', reason: 'stop' }]
    expect(await run([empty, say('done')])).toMatchObject({ text: 'done', asked: 2 })
  })
})

describe('an abort', () => {
  it('ABR-02 ABR-03 before and within an answer ends it, also where nobody listens', async () => {
    for (const first of [[], [{ type: 'text', text: 'half' }]] as ChatDelta[][]) {
      const { plugin } = scripted([
        {
          *[Symbol.iterator]() {
            yield* first
            yield new Promise(() => undefined) as never
          },
        } as never,
      ])
      const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 20)
      await expect(agent.run('go', { signal: stop.signal })).rejects.toMatchObject({
        code: 'aborted',
      })
      expect(agent.messages).toHaveLength(1 + first.length)
    }
  })

  it('ABR-08 a thousand runs leave nothing behind on the signal that they share', async () => {
    const { signal } = new AbortController()
    const { plugin } = scripted(Array.from({ length: 1000 }, () => say('x')))
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
    for (let n = 0; n < 1000; n += 1) await agent.run('go', { signal, messages: [] })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
