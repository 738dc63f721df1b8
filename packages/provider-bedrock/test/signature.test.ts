import { createHash, createHmac } from 'node:crypto'
import type { Message } from '@autobot/core/provider'
import { expect, test } from 'vitest'
import { all, ask, keys, loopback, open, sendFrames, testHost, textFrames } from './loopback.ts'
import type { Seen } from './loopback.ts'

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
const mac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()

/** The signature as the service computes it from what it received. */
function expected({ url, headers, body }: Seen): string {
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/(\S+), SignedHeaders=(\S+),/.exec(headers.authorization ?? '') ?? []
  const [path = '', query = ''] = url.split('?')
  const canonical = [
    query === '' && !url.includes('foundation') ? 'POST' : 'GET',
    path.split('/').map(encodeURIComponent).join('/'),
    query,
    ...names.split(';').map((name) => `${name}:${String(headers[name])}`),
    '',
    names,
    sha(body),
  ].join('\n')
  const [day = '', region = '', service = '', end = ''] = scope.split('/')
  const key = mac(mac(mac(mac(`AWS4${keys.secretAccessKey}`, day), region), service), end)
  return mac(
    key,
    ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha(canonical)].join('\n'),
  ).toString('hex')
}

test.each([
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123',
  "odd name!*'()",
])('the service would accept the signature of a call to %s', async (model) => {
  const server = await loopback((response) => sendFrames(response, textFrames('ok')))
  try {
    await all(await open({ endpoint: server.url, sessionToken: 'TOKEN' }), ask('Grüße', { model }))
    const seen = server.seen[0] as Seen
    expect(seen.headers.authorization).toContain(`Signature=${expected(seen)}`)
    expect(decodeURIComponent(seen.url)).toBe(`/model/${model}/converse-stream`)
  } finally {
    await server.close()
  }
})

test('each call of one provider, and those of the next day', async () => {
  const server = await loopback((response) => sendFrames(response, textFrames('ok')))
  const day = 86_400_000
  let now = 1_800_000_000_000
  try {
    const provider = await open({ endpoint: server.url }, { ...testHost(), now: () => now })
    // The last is long enough to be written in pieces.
    const content = [{ type: 'text' as const, text: 'Grüße 日本 '.repeat(1000) }]
    const messages = Array.from({ length: 21 }, (_, index): Message =>
      index % 2 === 0 ? { role: 'user', content } : { role: 'assistant', content },
    )
    for (const time of [now, now + 1000, now + day]) {
      now = time
      await all(provider, ask(`Hello at ${time}`))
    }
    now -= day
    await all(provider, ask('', { messages }))
    const sent = JSON.parse(server.seen[3]?.body ?? '') as { messages: readonly object[] }
    expect(sent.messages).toHaveLength(21)
    expect(new Set(server.seen.map(({ headers }) => headers['x-amz-date'])).size).toBe(3)
    for (const seen of server.seen) {
      expect(seen.headers.authorization).toContain(`Signature=${expected(seen)}`)
    }
  } finally {
    await server.close()
  }
})

test('counts tokens under the model’s own id, and lists models and profiles', async () => {
  const server = await loopback((response, { url }) => {
    if (url.endsWith('/count-tokens')) response.end('{"inputTokens":12}')
    else if (url === '/foundation-models') {
      response.end(
        '{"modelSummaries":[{"modelId":"amazon.nova-pro-v1:0","modelName":"Nova Pro","outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"]},{"modelId":"amazon.nova-canvas-v1:0","outputModalities":["IMAGE"],"inferenceTypesSupported":["ON_DEMAND"]}]}',
      )
    } else if (url.includes('nextToken'))
      response.end('{"inferenceProfileSummaries":[{"inferenceProfileId":"eu.b"}]}')
    else
      response.end(
        '{"inferenceProfileSummaries":[{"inferenceProfileId":"eu.a"}],"nextToken":"x/="}',
      )
  })
  const context = { signal: new AbortController().signal }
  try {
    const provider = await open({ endpoint: server.url })
    expect(await provider.countTokens?.(ask('Hi'), context)).toBe(12)
    expect(server.seen[0]?.url).toBe(
      '/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens',
    )
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      input: { converse: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] } },
    })
    const ids: string[] = []
    for await (const { id } of provider.listModels?.(context) ?? []) ids.push(id)
    expect(ids).toEqual(['amazon.nova-pro-v1:0', 'eu.a', 'eu.b'])
    const signed = server.seen[1] as Seen
    expect(signed.headers.authorization).toContain(`Signature=${expected(signed)}`)
  } finally {
    await server.close()
  }
})

test('a service that says nothing is a timeout', async () => {
  const server = await loopback((response) => {
    response.writeHead(200)
    response.write(textFrames('Hel')[0])
  })
  try {
    const provider = await open({ endpoint: server.url, timeoutSeconds: 0.05 })
    await expect(all(provider, ask('Hi'))).rejects.toMatchObject({ code: 'timeout' })
  } finally {
    await server.close()
  }
})
