import { crc32 } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { startBedrockSimulator } from '../../../src/simulators/bedrock/index.ts'
import type {
  BedrockSimulator,
  BedrockSimulatorOptions,
} from '../../../src/simulators/bedrock/index.ts'

let simulator: BedrockSimulator | undefined
afterEach(async () => {
  await simulator?.close()
  simulator = undefined
})

async function send(
  headers: Record<string, string>,
  operation = 'converse',
  options: BedrockSimulatorOptions = {},
): Promise<Response> {
  simulator ??= await startBedrockSimulator({ bearerTokens: ['token'], ...options })
  return fetch(`${simulator.url}/model/amazon.nova-pro-v1%3A0/${operation}`, {
    method: 'POST',
    headers,
    body: '{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}',
  })
}

const bearer = { authorization: 'Bearer token' }
const signed = (scope: string, signature = 'a'.repeat(64)): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AK/${scope}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  'x-amz-date': '20270115T080000Z',
})
const keys = [{ accessKeyId: 'AK', secretAccessKey: 'SK' }]

test.each<[string, Record<string, string>, BedrockSimulatorOptions, string]>([
  ['nothing', {}, {}, 'MissingAuthenticationTokenException'],
  ['an unknown token', { authorization: 'Bearer other' }, {}, 'AccessDeniedException'],
  ['an unknown key', signed('20270115/us-east-1/bedrock'), {}, 'UnrecognizedClientException'],
  ['half a header', { authorization: 'AWS4-HMAC-SHA256 x' }, {}, 'IncompleteSignatureException'],
  [
    'a wrong signature',
    signed('20270115/us-east-1/bedrock'),
    { keys },
    'InvalidSignatureException',
  ],
  ['another service', signed('20270115/us-east-1/s3'), { keys }, 'InvalidSignatureException'],
  ['another region', signed('20270115/eu-west-1/bedrock'), { keys }, 'InvalidSignatureException'],
  ['another day', signed('20270114/us-east-1/bedrock'), { keys }, 'InvalidSignatureException'],
  [
    'a clock that is wrong',
    signed('20270115/us-east-1/bedrock'),
    { keys, now: () => Date.UTC(2027, 0, 15, 9) },
    'InvalidSignatureException',
  ],
  [
    'a token that is not of the keys',
    { ...signed('20270115/us-east-1/bedrock'), 'x-amz-security-token': 'T' },
    { keys },
    'UnrecognizedClientException',
  ],
])('refuses a caller with %s', async (_name, headers, options, type) => {
  const response = await send(headers, 'converse', options)
  expect(response.status).toBe(403)
  expect(response.headers.get('x-amzn-errortype')).toMatch(new RegExp(`^${type}:`))
  expect(await response.json()).toEqual({ message: expect.stringMatching(/./) })
  expect(simulator?.requests).toEqual([])
})

test('answers in one piece, with what was scripted, then with ok', async () => {
  await send(bearer)
  simulator?.answer({ content: [{ text: 'Hello' }], usage: null, stopReason: 'max_tokens' })
  expect(await (await send(bearer)).json()).toEqual({
    output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
    stopReason: 'max_tokens',
    metrics: { latencyMs: 1 },
  })
  expect(await (await send(bearer)).json()).toMatchObject({
    output: { message: { content: [{ text: 'ok' }] } },
    usage: { inputTokens: 10 },
  })
})

test('streams frames with both checksums', async () => {
  const response = await send(bearer, 'converse-stream')
  const bytes = Buffer.from(await response.arrayBuffer())
  const payloads: string[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    expect(bytes.readUInt32BE(at + 8)).toBe(crc32(bytes.subarray(at, at + 8)))
    expect(bytes.readUInt32BE(at + length - 4)).toBe(crc32(bytes.subarray(at, at + length - 4)))
    payloads.push(bytes.toString('utf8', at + 12 + bytes.readUInt32BE(at + 4), at + length - 4))
    at += length
  }
  expect(payloads[0]).toContain('"role":"assistant"')
  expect(payloads.some((payload) => payload.includes('"text":"ok"'))).toBe(true)
})

test('a token that has expired is refused from then on', async () => {
  expect((await send(bearer)).status).toBe(200)
  simulator?.expire('token')
  expect(await (await send(bearer)).json()).toEqual({ message: 'Bearer Token has expired' })
})

test('fails as it is told to', async () => {
  await send(bearer)
  simulator?.answer({
    failure: {
      status: 429,
      type: 'ThrottlingException',
      message: 'Slow.',
      headers: { 'retry-after': '2' },
    },
  })
  const response = await send(bearer)
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
})
