import { afterEach, expect, test } from 'vitest'
// By their paths: what the HTTP providers use for proxies serves any host.
import { proxyFetch } from '../../../provider-http/src/transport/proxy/proxy-fetch.ts'
import { startProxy } from '../../../provider-http/test/support/proxy.ts'
import { calling, models, say } from '../calling.ts'
import type { Calling, CallingOptions } from '../calling.ts'
import { testHost } from '../loopback.ts'

let open: Calling | undefined
afterEach(async () => {
  await open?.simulator.close()
  open = undefined
})

async function ask(options: CallingOptions, model: string = models.claude): Promise<unknown> {
  open = await calling(options)
  return open.ask({ model, messages: [say('Grüße')] })
}

test.each(Object.values(models))('the signature of a call to %s is right', async (model) => {
  await ask({ config: { sessionToken: 'T' }, simulator: { keys: [] } }, model).catch(
    () => undefined,
  )
  open?.simulator.allow({
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI-SECRET',
    sessionToken: 'T',
  })
  await open?.ask({ model, messages: [say('Grüße')] })
  expect(open?.simulator.requests).toHaveLength(1)
})

test.each<[string, CallingOptions, RegExp]>([
  ['a wrong secret', { config: { secretAccessKey: 'wrong-secret-key' } }, /secret access key/],
  ['an unknown key', { config: { accessKeyId: 'AKOTHER' } }, /check key and secret/],
  [
    'a clock that is off',
    { host: { ...testHost(), now: () => 0 }, simulator: { now: () => 1e9 } },
    /clock/,
  ],
  ['another region', { config: { region: 'eu-west-1' } }, /providers\.bedrock/],
])('%s is an auth error that says what to check', async (_name, options, hint) => {
  await expect(ask(options)).rejects.toMatchObject({
    code: 'auth',
    retryable: false,
    hint: expect.stringMatching(hint),
  })
})

test('BED-06 BED-08: an ARN hides the family, the configuration tells it', async () => {
  await ask({ config: { family: models.claude } }, models.hidden)
  expect(open?.last()).toMatchObject({ inferenceConfig: { maxTokens: 32_000 } })
  await open?.simulator.close()
  await ask({}, models.hidden)
  expect(open?.last()).not.toHaveProperty('inferenceConfig')
})

test('BED-09: every request goes through the fetch of the host, and so through its proxy', async () => {
  const seen: string[] = []
  const host = {
    ...testHost(),
    fetch: ((input, init) => {
      seen.push(String(input))
      return fetch(input, init)
    }) as typeof fetch,
  }
  await ask({ host })
  expect(seen).toEqual([
    `${open?.simulator.url}/model/${encodeURIComponent(models.claude)}/converse-stream`,
  ])
})

test('BED-09: a name that only the proxy knows is reached through it, streamed', async () => {
  const plain = testHost()
  let proxy = ''
  const host = {
    ...plain,
    fetch: proxyFetch({
      fetch: plain.fetch,
      secret: (name) => (name === 'HTTP_PROXY' ? proxy : undefined),
    }),
  }
  open = await calling({ host, config: { endpoint: 'http://bedrock.example' } })
  const started = await startProxy(open.simulator.url)
  proxy = `http://${started.host}`
  expect((await open.ask({ model: models.claude, messages: [say('Hi')] })).text).toBe('ok')
  expect(started.asked).toEqual(['bedrock.example:80'])
  expect(open.simulator.requests).toHaveLength(1)
})
