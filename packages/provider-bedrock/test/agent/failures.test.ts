import type { AgentEvent } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import type { BedrockAnswer } from '../simulator.ts'
import { places, stage } from './stage.ts'

const text = 'A somewhat longer answer.'
const content: BedrockAnswer['content'] = [{ text }]
const retry = { maxRetries: 2, initialDelayMs: 1, maxDelayMs: 1 }
// With tools in the request, the models of Converse are asked over Converse.
const tools = [{ name: 'f', inputSchema: { type: 'object' }, execute: () => 'x' }]
const some = places.filter(([name]) => /claude$|nova|llama4|writer/.test(name))

describe.each(some)('%s', (_name, place) => {
  test.each([
    [400, 'ValidationException', 'invalid_request'],
    [401, '', 'auth'],
    [403, 'AccessDeniedException', 'permission'],
    [404, 'ResourceNotFoundException', 'model_not_found'],
    [413, '', 'invalid_request'],
    [422, '', 'invalid_request'],
    [400, 'ServiceQuotaExceededException', 'quota'],
  ])('ERR-01 ERR-03 %i %s is not tried again', async (status, type, code) => {
    const here = await stage(place, { retry, tools })
    here.answer({ failure: { status, type, message: 'No.' } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({
      code,
      status,
      retryable: false,
      requestId: 'request-1',
      message: expect.stringContaining('No.'),
    })
    expect(here.simulator.requests).toHaveLength(1)
  })

  test('ERR-02 a limit is waited for as long as it asks', async () => {
    for (const headers of [{ 'x-amz-retry-after': '2' }, { 'retry-after': '0.002' }]) {
      const here = await stage(place, { retry, tools })
      here.answer({
        failure: { status: 429, type: 'ThrottlingException', message: 'Slow.', headers },
      })
      const delays: number[] = []
      for await (const event of here.agent.stream('hi')) {
        if (event.type === 'retry') delays.push(event.delayMs)
      }
      expect(delays).toEqual([2])
    }
  })

  test.each([
    [424, 'ModelErrorException', 'server'],
    [429, 'ModelNotReadyException', 'overloaded'],
    [500, 'InternalServerException', 'server'],
    [503, 'ServiceUnavailableException', 'overloaded'],
    [408, 'ModelTimeoutException', 'timeout'],
  ])('ERR-04 %i %s is tried again', async (status, type, code) => {
    const here = await stage(place, { retry, tools })
    here.answer({ failure: { status, type, message: 'Later.' } })
    const codes: string[] = []
    let said = ''
    for await (const event of here.agent.stream('hi')) {
      if (event.type === 'retry') codes.push(event.error.code)
      if (event.type === 'text_delta') said += event.text
    }
    expect([codes, said]).toEqual([[code], 'ok'])
  })

  test('ERR-08 a throttle for tokens is no overflow; what is too long is', async () => {
    const here = await stage(place, { tools })
    const failure = { status: 429, type: 'ThrottlingException', message: 'Too many tokens, wait.' }
    here.answer({ failure })
    await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'rate_limit' })
    for (const message of [
      'Input is too long for requested model.',
      'prompt is too long: 210000 tokens > 200000 maximum',
      'input length and `max_tokens` exceed context limit: 1 + 2 > 3',
      'too many total text bytes: 30000000 > 25000000',
    ]) {
      here.answer({ failure: { status: 400, type: 'ValidationException', message } })
      await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'context_overflow' })
    }
  })

  test('ERR-10 no key is in an error', async () => {
    const secret = 'very-secret-key-0123456789'
    const here = await stage(place, { tools }, { apiKey: secret })
    here.simulator.allowBearer(secret)
    const message = `Bearer ${secret} is wrong`
    here.answer({ failure: { status: 400, type: 'ValidationException', message } })
    // Keys beat an API key; both are kept back.
    const other = await stage(
      place,
      { tools },
      { apiKey: secret, accessKeyId: '', secretAccessKey: '', endpoint: here.simulator.url },
    )
    const error: unknown = await other.agent.run('hi').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'invalid_request' })
    expect(JSON.stringify(error) + String(error)).not.toContain('very-secret')
  })

  test('ABR-01 aborted before it is sent', async () => {
    const here = await stage(place, { tools })
    await expect(here.agent.run('hi', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(here.simulator.requests).toEqual([])
  })

  test('ABR-02 ABR-03 aborted while it waits, and within the answer', async () => {
    for (const afterBytes of [0, 350]) {
      const here = await stage(place, { tools })
      here.answer({ content, damage: { kind: 'stall', afterBytes } })
      const controller = new AbortController()
      const run = here.agent.run('hi', { signal: controller.signal })
      setTimeout(() => controller.abort(), 60)
      await expect(run).rejects.toMatchObject({ code: 'aborted', retryable: false })
      await here.simulator.closed(1)
    }
  })

  test('ABR-05 aborted while it waits for a second try', async () => {
    const here = await stage(place, { retry: { maxRetries: 2, initialDelayMs: 60_000 }, tools })
    here.answer({ failure: { status: 500, type: 'InternalServerException', message: 'No.' } })
    const controller = new AbortController()
    const run = async (): Promise<void> => {
      for await (const event of here.agent.stream('hi', { signal: controller.signal })) {
        if (event.type === 'retry') controller.abort()
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'aborted' })
    expect(here.simulator.requests).toHaveLength(1)
  })

  test('ABR-07 silence is an error', async () => {
    const here = await stage(place, { timeouts: { idleMs: 60, firstTokenMs: 60 }, tools })
    here.answer({ content, damage: { kind: 'stall', afterBytes: 350 } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'timeout' })
    await here.simulator.closed(1)
  })

  test('TXT-07 TXT-08 an answer that is cut', async () => {
    for (const kind of ['cut', 'reset'] as const) {
      const here = await stage(place, { tools })
      here.answer({ content, damage: { kind, afterBytes: 60 } })
      await expect(here.agent.run('hi')).rejects.toMatchObject({
        code: kind === 'cut' ? 'bad_response' : 'network',
      })
    }
  })
})

// An answer in one piece has no middle that could fail.
const streamed = some.filter(([, { operation }]) => operation === 'ConverseStream')
describe.each(streamed)('%s', (_name, place) => {
  test('ERR-06 ERR-07 BED-01 after the first text it is the end', async () => {
    const here = await stage(place, { retry, tools })
    here.answer({
      content,
      damage: { kind: 'exception', afterFrames: 3, type: 'throttlingException', message: 'Oops.' },
    })
    const events: AgentEvent[] = []
    const run = async (): Promise<void> => {
      for await (const event of here.agent.stream('hi')) events.push(event)
    }
    await expect(run()).rejects.toMatchObject({
      code: 'rate_limit',
      message: expect.stringContaining('Oops.'),
      partial: { content: [{ type: 'text', text: expect.stringMatching(/^A som/) }] },
    })
    expect(events.at(-1)?.type).toBe('run_end')
    expect(here.simulator.requests).toHaveLength(1)
  })

  test('ERR-05 BED-02 an exception as first frame is tried again', async () => {
    const here = await stage(place, { retry, tools })
    const damage = { kind: 'exception', afterFrames: 0, message: 'Oops.' } as const
    here.answer({ content, damage: { ...damage, type: 'serviceUnavailableException' } })
    here.answer({ content, damage: { ...damage, afterFrames: 1, type: 'throttlingException' } })
    expect((await here.agent.run('hi')).text).toBe('ok')
    expect(here.simulator.requests).toHaveLength(3)
  })
})
