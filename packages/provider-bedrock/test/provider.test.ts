import { afterEach, expect, test } from 'vitest'
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

test('streams text, signed with SigV4', async () => {
  const endpoint = await serve((response) => sendFrames(response, textFrames('Hello!')))
  const host = testHost()
  const provider = await open({ endpoint, sessionToken: 'SESSION-1' }, host)
  expect(await all(provider, ask('Hi'))).toEqual([
    { type: 'start', requestId: 'req-1' },
    { type: 'text', text: 'Hello!', block: '0' },
    { type: 'usage', usage: { inputTokens: 3, outputTokens: 2 } },
    { type: 'finish', reason: 'stop', rawReason: 'end_turn' },
  ])
  const seen = server?.seen[0]
  expect(seen?.url).toBe('/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream')
  expect(seen?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20270115\/us-east-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;/,
  )
  expect(seen?.headers['x-amz-security-token']).toBe('SESSION-1')
  expect(JSON.parse(seen?.body ?? '')).toEqual({
    messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
  })
  expect(host.lines).toEqual([
    `info Bedrock: region=us-east-1 model=${claude}`,
    'debug Bedrock: no tools in request (input=0)',
    expect.stringMatching(/^debug POST http/),
    expect.stringMatching(/^debug Response 200 \(\d+ bytes\)$/),
  ])
})

test('streams tool calls', async () => {
  const endpoint = await serve((response) =>
    sendFrames(response, [
      frame('messageStart', { role: 'assistant' }),
      frame('contentBlockStart', {
        contentBlockIndex: 0,
        start: { toolUse: { toolUseId: 'tooluse_1', name: 'weather' } },
      }),
      frame('contentBlockDelta', {
        contentBlockIndex: 0,
        delta: { toolUse: { input: '{"city":' } },
      }),
      frame('contentBlockDelta', {
        contentBlockIndex: 0,
        delta: { toolUse: { input: '"Rome"}' } },
      }),
      frame('contentBlockStop', { contentBlockIndex: 0 }),
      frame('messageStop', { stopReason: 'tool_use' }),
    ]),
  )
  const host = testHost()
  const provider = await open({ endpoint }, host)
  expect(await all(provider, ask('Weather?', { tools: [weather] }))).toEqual([
    { type: 'start', requestId: 'req-1' },
    { type: 'tool_call', id: '0', nativeId: 'tooluse_1', name: 'weather', argumentsText: '' },
    { type: 'tool_call', id: '0', argumentsText: '{"city":' },
    { type: 'tool_call', id: '0', argumentsText: '"Rome"}' },
    { type: 'tool_call', id: '0', argumentsText: '', complete: true },
    { type: 'finish', reason: 'tool_calls', rawReason: 'tool_use' },
  ])
  expect(host.lines).toContain('debug Bedrock toolConfig: 1 tools')
})

test('a bearer token is sent as it is; keys of the configuration beat that of the environment', async () => {
  const endpoint = await serve((response) => sendFrames(response, textFrames('ok')))
  const token = testHost({ AWS_BEARER_TOKEN_BEDROCK: 'BEARER-1', AWS_ENDPOINT_URL: endpoint })
  await all(await open({ accessKeyId: '', secretAccessKey: '' }, token), ask('Hi'))
  await all(await open({}, token), ask('Hi'))
  expect(server?.seen[0]?.headers.authorization).toBe('Bearer BEARER-1')
  expect(server?.seen[1]?.headers.authorization).toMatch(/^AWS4-HMAC/)
})

test('explain shows the exact body and no secret', async () => {
  const provider = await open({ endpoint: 'http://localhost:9' })
  const explained = await provider.explain?.(ask('Hi'), { signal: new AbortController().signal })
  expect(explained).toEqual({
    method: 'POST',
    url: 'http://localhost:9/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream',
    headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 ***' },
    body: '{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}',
    credentials: 'providers.bedrock.access_key_id',
  })
})

test('check tells region, endpoint, whether the credentials are known, and what the clock says', async () => {
  let known = true
  let behind = 0
  const endpoint = await serve((response) => {
    response.setHeader('date', new Date(1_800_000_000_000 + behind * 1000).toUTCString())
    return known
      ? sendError(response, 400, 'ValidationException', 'The provided model identifier is invalid.')
      : sendError(
          response,
          403,
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
        )
  })
  const provider = await open({ endpoint })
  const context = { signal: new AbortController().signal }
  expect((await provider.check?.(context))?.items).toEqual([
    { level: 'ok', message: 'region us-east-1 (providers.bedrock.region)' },
    { level: 'ok', message: `endpoint ${endpoint}` },
    { level: 'ok', message: 'credentials accepted (providers.bedrock.access_key_id)' },
    { level: 'ok', message: 'clock agrees with AWS' },
  ])
  behind = 400
  expect((await provider.check?.(context))?.items[3]).toMatchObject({
    level: 'error',
    message: 'the clock is 400 s behind AWS',
    hint: expect.stringContaining('Set the clock'),
  })
  known = false
  expect((await provider.check?.(context))?.items[2]).toMatchObject({
    level: 'error',
    hint: expect.any(String),
  })
})
