import { ProviderError, type ChatDelta } from '@autobot/core/provider'
import { describe, expect, test } from 'vitest'
import { ask, context, drain, fold, open } from './support/drain.ts'
import { events, serve } from './support/server.ts'

const hello = [
  { id: 'r1', model: 'm-1', choices: [{ index: 0, delta: { content: 'Hello' } }] },
  { id: 'r1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  '[DONE]',
]

test('what explain shows is what is sent', async () => {
  const { url, seen } = await serve(events(...hello))
  const provider = await open('openai', {
    apiKey: 'sk-1',
    apiBase: `${url}/v1/`,
    organization: 'o',
    project: 'p',
    extraHeaders: { 'X-Extra': 'é'.normalize('NFD').slice(0, 1), 'User-Agent': 'mine' },
  })
  const request = ask('hi ü', { model: 'gpt-4o', temperature: 1 })
  await drain(provider.stream(request, context))
  const shown = await provider.explain?.(request, context)
  const [sent] = seen
  expect(shown).toMatchObject({
    method: 'POST',
    url: `${url}/v1/chat/completions`,
    credentials: 'providers.openai.api_key',
  })
  expect(sent).toMatchObject({ method: 'POST', url: '/v1/chat/completions', body: shown?.body })
  expect(sent?.headers).toMatchObject({
    authorization: 'Bearer sk-1',
    'openai-organization': 'o',
    'openai-project': 'p',
    'x-extra': 'e',
    'user-agent': 'mine',
    'content-type': 'application/json',
  })
  expect(shown?.headers).toMatchObject({ authorization: '[redacted]', 'x-extra': 'e' })
  expect(Object.keys(sent?.headers ?? {}).filter((name) => name.startsWith('x-stainless'))).toEqual(
    [],
  )
})

test('keys and URLs: configuration, then environment, then table', async () => {
  const { url, seen } = await serve(events(...hello))
  const secrets: Record<string, string> = {
    OPENAI_API_KEY: 'from-env',
    OPENAI_BASE_URL: `${url}/env`,
  }
  const secret = (name: string) => secrets[name]
  const fromEnvironment = await open('openai', {}, { secret })
  await drain(fromEnvironment.stream(ask('hi'), context))
  await drain(
    (await open('openai', { apiKey: 'mine', apiBase: url }, { secret })).stream(ask('hi'), context),
  )
  expect(seen.map((one) => [one.url, one.headers.authorization])).toEqual([
    ['/env/chat/completions', 'Bearer from-env'],
    ['/chat/completions', 'Bearer mine'],
  ])
  expect((await fromEnvironment.explain?.(ask('hi'), context))?.credentials).toBe('OPENAI_API_KEY')
})

test('a server on this machine needs no key, and gets none', async () => {
  const { url, seen } = await serve(events(...hello))
  const provider = await open('ollama', { apiBase: url })
  expect(fold(await drain(provider.stream(ask('hi'), context))).text).toBe('Hello')
  expect(seen[0]?.headers.authorization).toBeUndefined()
})

test('azure sends its key in a header of its own', async () => {
  const { url, seen } = await serve(events(...hello))
  await drain((await open('azure', { apiKey: 'k', apiBase: url })).stream(ask('hi'), context))
  expect(seen[0]?.headers).toMatchObject({ 'api-key': 'k' })
  expect(seen[0]?.headers.authorization).toBeUndefined()
})

test('a server of the user', async () => {
  const { url, seen } = await serve(events(...hello))
  const mybox = { type: 'openai-chat', apiBase: url, apiKey: 'k' } as const
  const provider = await open('mybox', {}, {}, { mybox })
  expect(fold(await drain(provider.stream(ask('hi'), context))).text).toBe('Hello')
  expect(seen[0]?.headers.authorization).toBe('Bearer k')
})

test('the start names the answer, the model and the request', async () => {
  const { url } = await serve((response) => {
    response.setHeader('x-request-id', 'req_9')
    events(...hello)(response)
  })
  const deltas = await drain(
    (await open('openai', { apiKey: 'k', apiBase: url })).stream(ask('hi'), context),
  )
  expect(deltas).toEqual([
    { type: 'start', responseId: 'r1', model: 'm-1', requestId: 'req_9' },
    { type: 'text', text: 'Hello' },
    { type: 'finish', reason: 'stop', rawReason: 'stop' },
  ])
})

test('models, with what servers say of their limits', async () => {
  const { url, seen } = await serve((response) =>
    response.end(
      JSON.stringify({
        object: 'list',
        data: [{ id: 'a', context_length: 8, name: 'A' }, { id: 'b', max_model_len: 9 }, {}],
      }),
    ),
  )
  const provider = await open('openrouter', { apiKey: 'k', apiBase: url })
  const models: unknown[] = []
  for await (const model of provider.listModels?.(context) ?? []) models.push(model)
  expect(models).toMatchObject([
    { id: 'a', displayName: 'A', contextWindow: 8 },
    { id: 'b', contextWindow: 9 },
  ])
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/models', body: '' })
  expect(await provider.check?.(context)).toMatchObject({
    items: [{ level: 'ok' }, { level: 'ok', message: '2 models' }],
  })
})

test('check says what is wrong instead of throwing', async () => {
  const { url } = await serve((response) => {
    response.statusCode = 401
    response.end('{"error":{"message":"no"}}')
  })
  const provider = await open('openai', { apiKey: 'k', apiBase: url })
  expect(await provider.check?.(context)).toMatchObject({
    items: [
      { level: 'ok' },
      { level: 'error', hint: 'Check the key in providers.openai.api_key.' },
    ],
  })
})

describe.each(['openai', 'anthropic', 'gemini'])('connections of %s', (prefix) => {
  const endless = {
    openai: { id: '1', choices: [{ delta: { content: 'x' } }] },
    anthropic: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
    gemini: { candidates: [{ content: { parts: [{ text: 'x' }] } }] },
  }[prefix] as object

  async function waiting() {
    let closed: () => void = () => undefined
    const gone = new Promise<void>((resolve) => (closed = resolve))
    const { url, seen } = await serve((response) => {
      response.on('close', closed)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify(endless)}\n\n`)
    })
    return { provider: await open(prefix, { apiKey: 'k', apiBase: url }), gone, seen }
  }

  test('leaving the loop closes the connection', async () => {
    const { provider, gone } = await waiting()
    for await (const delta of provider.stream(ask('hi'), context)) if (delta.type === 'text') break
    await gone
  })

  test('an abort ends the stream and the connection at once', async () => {
    const { provider, gone } = await waiting()
    const controller = new AbortController()
    const seen: ChatDelta[] = []
    const run = async () => {
      for await (const delta of provider.stream(ask('hi'), { signal: controller.signal })) {
        seen.push(delta)
        if (delta.type === 'text') controller.abort()
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'aborted', retryable: false })
    expect(seen.at(-1)).toEqual(expect.objectContaining({ type: 'text' }))
    await gone
  })

  test('an abort before an answer', async () => {
    const controller = new AbortController()
    const { url } = await serve(() => controller.abort())
    const provider = await open(prefix, { apiKey: 'k', apiBase: url })
    await expect(
      drain(provider.stream(ask('hi'), { signal: controller.signal })),
    ).rejects.toMatchObject({ code: 'aborted' })
  })

  test('an abort before anything sends nothing', async () => {
    const { provider, seen } = await waiting()
    const aborted = { signal: AbortSignal.abort() }
    await expect(drain(provider.stream(ask('hi'), aborted))).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(seen).toEqual([])
  })

  test('a server that never answers runs into the timeout', async () => {
    const { url } = await serve(() => undefined)
    const provider = await open(prefix, { apiKey: 'k', apiBase: url, timeoutSeconds: 0.05 })
    const error: unknown = await drain(provider.stream(ask('hi'), context)).catch(
      (thrown: unknown) => thrown,
    )
    expect(ProviderError.is(error)).toBe(true)
    expect(error).toMatchObject({ code: 'timeout', retryable: true })
  })

  test('one request, whatever the answer', async () => {
    const { url, seen } = await serve((response) => {
      response.statusCode = 500
      response.end()
    })
    const provider = await open(prefix, { apiKey: 'k', apiBase: url })
    await expect(drain(provider.stream(ask('hi'), context))).rejects.toMatchObject({
      code: 'server',
    })
    expect(seen).toHaveLength(1)
  })
})
