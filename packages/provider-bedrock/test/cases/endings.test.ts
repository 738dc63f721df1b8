import { afterEach, describe, expect, test } from 'vitest'
import type { CallEvent, ChatRequest } from '@autobot/core'
import { calling, models, say } from '../calling.ts'
import type { Calling } from '../calling.ts'
import { http2Fetch } from '../http2-fetch.ts'
import { testHost } from '../loopback.ts'
import { encodeBedrockEvent } from '../simulator.ts'
import type { BedrockAnswer, BedrockDamage } from '../simulator.ts'

let open: Calling | undefined
afterEach(async () => {
  await open?.simulator.close()
  open = undefined
})

const request: ChatRequest = { model: models.claude, messages: [say('Hi')] }
const answer: BedrockAnswer = {
  content: [
    { text: 'Grüße 👋 aus Rom.' },
    { toolUse: { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Rom' } } },
  ],
}

interface Ended {
  readonly events: readonly CallEvent[]
  readonly text: string
  readonly error: unknown
}

async function run(signal?: AbortSignal): Promise<Ended> {
  const events: CallEvent[] = []
  let error: unknown
  try {
    for await (const event of (open as Calling).stream(request, signal)) events.push(event)
  } catch (caught) {
    error = caught
  }
  const text = events.map((event) => (event.type === 'text_delta' ? event.text : '')).join('')
  return { events, text, error }
}

function finished({ events }: Ended): boolean {
  return events.some((event) => event.type === 'response_end')
}

describe.each(['http1', 'http2'] as const)('over %s', (protocol) => {
  async function serve(...answers: readonly BedrockAnswer[]): Promise<Calling> {
    const host = { ...testHost(), ...(protocol === 'http2' && { fetch: http2Fetch }) }
    open = await calling({ host, simulator: { protocol }, config: { timeoutSeconds: 5 } })
    open.simulator.answer(...answers)
    return open
  }
  const damaged = (damage: BedrockDamage): BedrockAnswer => ({ ...answer, damage })

  test('a whole answer arrives whole, in pieces of any size', async () => {
    const { simulator } = await serve(
      ...[1, 7, 64, 100_000].map((pieces) => ({ ...answer, pieces })),
    )
    const first = await run()
    expect(first.text).toBe('Grüße 👋 aus Rom.')
    expect(first.events.at(-1)).toMatchObject({
      type: 'response_end',
      response: {
        finishReason: 'tool_calls',
        requestId: 'request-1',
        usage: { inputTokens: 10, outputTokens: 5 },
      },
    })
    for (let more = 0; more < 3; more += 1) expect((await run()).text).toBe(first.text)
    expect(simulator.refusals).toEqual([])
  })

  test('TXT-07: an end without messageStop is an error, with what had arrived', async () => {
    await serve(damaged({ kind: 'no_stop' }))
    const ended = await run()
    expect(ended.error).toMatchObject({
      code: 'bad_response',
      partial: { content: [{ text: 'Grüße 👋 aus Rom.' }, expect.anything()] },
    })
    expect(finished(ended)).toBe(false)
  })

  test('TXT-08: a connection that breaks is a network error with what had arrived', async () => {
    await serve(damaged({ kind: 'reset', afterBytes: 450 }))
    const ended = await run()
    expect(ended.error).toMatchObject({ code: 'network', partial: expect.anything() })
    expect(ended.text.length).toBeGreaterThan(0)
  })

  test('ABR-07: a stream that goes silent is a timeout', async () => {
    const { simulator } = await serve()
    await simulator.close()
    const host = { ...testHost(), ...(protocol === 'http2' && { fetch: http2Fetch }) }
    open = await calling({ host, simulator: { protocol }, config: { timeoutSeconds: 0.1 } })
    open.simulator.answer(damaged({ kind: 'stall', afterBytes: 450 }))
    const ended = await run()
    expect(ended.error).toMatchObject({
      code: 'timeout',
      hint: expect.stringContaining('providers.bedrock.timeout_seconds'),
    })
    await open.simulator.closed(1)
  })

  test('ABR-02 ABR-03: an abort ends it at once and closes the connection', async () => {
    const { simulator } = await serve(
      damaged({ kind: 'stall', afterBytes: 450 }),
      damaged({ kind: 'stall', afterBytes: 0 }),
    )
    const controller = new AbortController()
    const running = run(controller.signal)
    while (simulator.requests.length < 1) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort()
    expect((await running).error).toMatchObject({ code: 'aborted' })
    await simulator.closed(1)

    const second = new AbortController()
    const waiting = run(second.signal)
    while (simulator.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    second.abort()
    expect((await waiting).error).toMatchObject({ code: 'aborted' })
    await simulator.closed(2)
  })

  test('ABR-04: leaving the loop closes the connection', async () => {
    const { simulator, stream } = await serve(damaged({ kind: 'stall', afterBytes: 450 }))
    for await (const event of stream(request)) if (event.type === 'text_delta') break
    await simulator.closed(1)
  })

  test.each([
    ['throttlingException', 'rate_limit'],
    ['modelStreamErrorException', 'server'],
    ['internalServerException', 'server'],
    ['serviceUnavailableException', 'overloaded'],
    ['validationException', 'invalid_request'],
    ['modelTimeoutException', 'timeout'],
    ['brandNewException', 'server'],
  ])('BED-01 ERR-07: %s inside the stream is %s, once', async (type, code) => {
    const { simulator } = await serve(
      damaged({ kind: 'exception', afterFrames: 3, type, message: 'It failed.' }),
    )
    const ended = await run()
    expect(ended.error).toMatchObject({ code, message: expect.stringContaining('It failed.') })
    expect(ended.text).toBe('Grüße 👋 aus Ro')
    expect(simulator.requests).toHaveLength(1)
  })

  test('a frame that is an error, not an exception', async () => {
    await serve(
      damaged({
        kind: 'exception',
        afterFrames: 3,
        type: 'InternalFailure',
        message: 'Broken.',
        as: 'error',
      }),
    )
    expect((await run()).error).toMatchObject({ code: 'server' })
  })
})

test('BED-02 ERR-05: a throttle as first frame is asked again by core, and by nobody else', async () => {
  open = await calling({ maxRetries: 1 })
  open.simulator.answer(
    {
      damage: { kind: 'exception', afterFrames: 0, type: 'throttlingException', message: 'Slow.' },
    },
    { content: [{ text: 'now' }] },
  )
  expect((await run()).text).toBe('now')
  expect(open.simulator.requests).toHaveLength(2)
})

const whole = Buffer.concat([
  encodeBedrockEvent('messageStart', { role: 'assistant' }),
  encodeBedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Yes.' } }),
  encodeBedrockEvent('contentBlockStop', { contentBlockIndex: 0 }),
  encodeBedrockEvent('messageStop', { stopReason: 'end_turn' }),
  encodeBedrockEvent('metadata', { usage: { inputTokens: 1, outputTokens: 1 } }),
])
const usageAt =
  whole.length -
  encodeBedrockEvent('metadata', { usage: { inputTokens: 1, outputTokens: 1 } }).length

test('TXT-03: frames that are cut at every byte: exactly one error, but between the last two', async () => {
  open = await calling()
  for (let afterBytes = 0; afterBytes < whole.length; afterBytes += 1) {
    open.simulator.answer({ raw: whole, damage: { kind: 'cut', afterBytes } })
    const ended = await run()
    // Only the usage is missing, and the end marker was read.
    if (afterBytes === usageAt) expect([ended.text, ended.error]).toEqual(['Yes.', undefined])
    else expect(ended.error).toMatchObject({ code: 'bad_response' })
    expect(finished(ended)).toBe(ended.error === undefined)
  }
})

test('one flipped bit at every byte: never a wrong answer, exactly one error', async () => {
  open = await calling()
  for (let at = 0; at < whole.length; at += 1) {
    open.simulator.answer({ raw: whole, damage: { kind: 'flip', bit: at * 8 + (at % 8) } })
    const ended = await run()
    expect(ended.error).toMatchObject({ code: 'bad_response' })
    expect(['', 'Yes.']).toContain(ended.text)
    expect(finished(ended)).toBe(false)
  }
})

test('a connection that breaks behind the whole answer takes nothing with it', async () => {
  open = await calling()
  for (const afterBytes of [usageAt, whole.length]) {
    open.simulator.answer({ raw: whole, damage: { kind: 'reset', afterBytes } })
    expect(await run()).toMatchObject({ text: 'Yes.', error: undefined })
  }
  open.simulator.answer({ raw: whole, damage: { kind: 'reset', afterBytes: usageAt + 20 } })
  expect((await run()).error).toMatchObject({ code: 'network' })
})

test('ABR-08: a thousand calls leave no listener behind', async () => {
  open = await calling()
  const { signal } = new AbortController()
  const warnings: Error[] = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on('warning', note)
  for (let at = 0; at < 1000; at += 1) {
    for await (const event of open.stream(request, signal)) void event
  }
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', note)
  expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([])
})
