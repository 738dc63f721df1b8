import { afterEach, expect, test } from 'vitest'
import { calling, say } from './calling.ts'
import {
  all,
  ask,
  claude,
  frame,
  loopback,
  open,
  sendError,
  sendFrames,
  testHost,
  textFrames,
  textOfDeltas,
} from './loopback.ts'
import type { Answer, Loopback } from './loopback.ts'

let server: Loopback | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function serve(answer: Answer): Promise<string> {
  server = await loopback(answer)
  return server.url
}

const weather = {
  name: 'weather',
  description: 'Weather of a city.',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
}

test('asks Converse where a model cannot stream tools', async () => {
  const endpoint = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        output: {
          message: {
            content: [
              { text: 'Let me see.' },
              { toolUse: { toolUseId: 't1', name: 'weather', input: { city: 'Rome' } } },
            ],
          },
        },
        stopReason: 'tool_use',
        usage: { inputTokens: 1, outputTokens: 2 },
      }),
    )
  })
  const provider = await open({ endpoint })
  const deltas = await all(
    provider,
    ask('?', { model: 'us.meta.llama3-3-70b-instruct-v1:0', tools: [weather] }),
  )
  expect(server?.seen[0]?.url).toMatch(/\/converse$/)
  expect(deltas.map((delta) => delta.type)).toEqual([
    'start',
    'text',
    'tool_call',
    'tool_call',
    'tool_call',
    'usage',
    'finish',
  ])
})

test('learns that a model cannot stream tools, and remembers it', async () => {
  const endpoint = await serve((response, { url }) => {
    if (url.endsWith('-stream')) {
      sendError(
        response,
        400,
        'ValidationException',
        "This model doesn't support tool use in streaming mode.",
      )
      return
    }
    response.end('{"output":{"message":{"content":[{"text":"ok"}]}},"stopReason":"end_turn"}')
  })
  const provider = await open({ endpoint })
  const request = ask('?', { model: 'newvendor.model-v1:0', tools: [weather] })
  expect(textOfDeltas(await all(provider, request))).toBe('ok')
  expect(textOfDeltas(await all(provider, request))).toBe('ok')
  expect(server?.seen.map(({ url }) => url.split('/').at(-1))).toEqual([
    'converse-stream',
    'converse',
    'converse',
  ])
})

test('leaves cache markers out for a model that refuses them', async () => {
  const endpoint = await serve((response, _seen, count) => {
    if (count > 1) sendFrames(response, textFrames('ok'))
    else
      sendError(
        response,
        400,
        'ValidationException',
        'Malformed input request: #/system/1: extraneous key [cachePoint] is not permitted',
      )
  })
  const provider = await open({ endpoint })
  const deltas = await all(
    provider,
    ask('Hi', { cachePoints: [{ after: 'part', message: 0, part: 0 }] }),
  )
  expect(textOfDeltas(deltas)).toBe('ok')
  expect(server?.seen[0]?.body).toContain('cachePoint')
  expect(server?.seen[1]?.body).not.toContain('cachePoint')
})

test('half a guardrail is off, and says so once', async () => {
  const endpoint = await serve((response) => sendFrames(response, textFrames('ok')))
  const provider = await open({ endpoint, guardrailId: 'abc' })
  const message = 'guardrail_id is set but guardrail_version is missing — guardrails disabled'
  expect((await all(provider, ask('Hi')))[0]).toMatchObject({
    warnings: [{ code: 'guardrail_disabled', message }],
  })
  expect((await all(provider, ask('Hi')))[0]).not.toHaveProperty('warnings')
  expect(server?.seen[0]?.body).not.toContain('guardrail')
})

test.each([
  [{ guardrailId: 'abc' }, 'guardrail_id is set but guardrail_version is missing'],
  [{ guardrailVersion: '1' }, 'guardrail_version is set but guardrail_id is missing'],
])('half a guardrail, %j, is one warning however often is asked', async (config, words) => {
  const { simulator, ask: run } = await calling({ config })
  const told: string[] = []
  for (let time = 0; time < 3; time += 1) {
    const { warnings } = await run({ model: claude, messages: [say('Hi')] })
    told.push(...warnings.map(({ message }) => message))
  }
  await simulator.close()
  expect(told).toEqual([`${words} — guardrails disabled`])
})

test('an intervention of the guardrail is the finish reason, and its trace is logged', async () => {
  const trace = { actionReason: 'Guardrail blocked.' }
  const endpoint = await serve((response) =>
    sendFrames(response, [
      frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Blocked.' } }),
      frame('messageStop', { stopReason: 'guardrail_intervened' }),
      frame('metadata', { trace: { guardrail: trace } }),
    ]),
  )
  const host = testHost()
  const provider = await open({ endpoint, guardrailId: 'abc', guardrailVersion: '1' }, host)
  const deltas = await all(provider, ask('Hi'))
  expect(deltas.at(-1)).toMatchObject({ type: 'finish', reason: 'guardrail_intervened' })
  expect(deltas).toContainEqual({ type: 'guardrail', trace })
  expect(host.lines).toContain(`info Guardrail trace: ${JSON.stringify(trace)}`)
  expect(JSON.parse(server?.seen[0]?.body ?? '')).toMatchObject({
    guardrailConfig: { guardrailIdentifier: 'abc', guardrailVersion: '1', trace: 'enabled' },
  })
})

test('a limit that only the refusal tells is kept to from then on, and told', async () => {
  const endpoint = await serve((response, { body }) => {
    const { inferenceConfig } = JSON.parse(body) as { inferenceConfig: { maxTokens: number } }
    if (inferenceConfig.maxTokens <= 4096) return sendFrames(response, textFrames('ok'))
    sendError(
      response,
      400,
      'ValidationException',
      'The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.',
    )
  })
  const provider = await open({ endpoint })
  const arn = 'arn:aws:bedrock:us-east-1:1:provisioned-model/x'
  for (let time = 0; time < 2; time += 1) {
    const deltas = await all(provider, ask('Hi', { model: arn, maxOutputTokens: 32_000 }))
    expect(textOfDeltas(deltas)).toBe('ok')
    expect(deltas[0]).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'parameter_clamped' })]),
    })
  }
  expect(server?.seen).toHaveLength(3)
})

test('a limit that cannot be kept to is an error, not a circle', async () => {
  const endpoint = await serve((response) =>
    sendError(response, 400, 'ValidationException', 'max_tokens: 9000 > 1000, which is too much'),
  )
  const request = ask('Hi', { reasoning: 'low', maxOutputTokens: 2000 })
  await expect(all(await open({ endpoint }), request)).rejects.toMatchObject({
    code: 'invalid_request',
  })
  expect(server?.seen).toHaveLength(2)
})

test('a model that has no streams is asked in one piece', async () => {
  const endpoint = await serve((response, { url }) => {
    if (url.endsWith('-stream')) {
      const message = 'The model is unsupported for streaming.'
      return sendError(response, 400, 'ValidationException', message)
    }
    response.end('{"output":{"message":{"content":[{"text":"ok"}]}},"stopReason":"end_turn"}')
  })
  const provider = await open({ endpoint })
  const request = ask('?', { model: 'newvendor.model-v1:0' })
  expect(textOfDeltas(await all(provider, request))).toBe('ok')
  expect(textOfDeltas(await all(provider, request))).toBe('ok')
  expect(server?.seen).toHaveLength(3)
})

test('an ARN that hides its model says so once, and how to tell', async () => {
  const endpoint = await serve((response) => sendFrames(response, textFrames('ok')))
  const model = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x'
  const provider = await open({ endpoint })
  const [first] = await all(provider, ask('Hi', { model }))
  expect(first).toMatchObject({
    warnings: [{ code: 'family_unknown', path: 'providers.bedrock.family' }],
  })
  expect((await all(provider, ask('Hi', { model })))[0]).not.toHaveProperty('warnings')
  const told = await open({ endpoint, family: 'nova' })
  expect((await all(told, ask('Hi', { model })))[0]).not.toHaveProperty('warnings')
})

test('how it was served, and what else was asked for, stands with the last text', async () => {
  const endpoint = await serve((response) =>
    sendFrames(response, [
      frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi.' } }),
      frame('messageStop', { stopReason: 'end_turn', additionalModelResponseFields: { a: 1 } }),
      frame('metadata', {
        serviceTier: { type: 'priority' },
        performanceConfig: { latency: 'optimized' },
        trace: { promptRouter: { invokedModelId: 'arn:m' } },
      }),
    ]),
  )
  const host = testHost()
  const deltas = await all(await open({ endpoint }, host), ask('Hi'))
  const own = deltas.flatMap((delta) =>
    delta.type === 'text' ? Object.entries(delta.providerMetadata?.['bedrock'] ?? {}) : [],
  )
  expect(Object.fromEntries(own)).toEqual({
    additionalModelResponseFields: { a: 1 },
    serviceTier: 'priority',
    latency: 'optimized',
    invokedModelId: 'arn:m',
  })
  expect(host.lines).toContain('debug Bedrock response fields: {"a":1}')
})

test('a stream that something in between made one piece of', async () => {
  const endpoint = await serve((response, { url }, count) => {
    expect(url).toMatch(/converse-stream$/)
    response.setHeader('content-type', count === 1 ? 'application/json' : 'text/html')
    response.end(
      count === 1
        ? '{"output":{"message":{"content":[{"text":"ok"}]}},"stopReason":"end_turn"}'
        : '<html>Sign in to the hotel</html>',
    )
  })
  const provider = await open({ endpoint })
  expect(textOfDeltas(await all(provider, ask('Hi')))).toBe('ok')
  await expect(all(provider, ask('Hi'))).rejects.toMatchObject({
    code: 'bad_response',
    hint: expect.stringContaining('proxy'),
  })
})
