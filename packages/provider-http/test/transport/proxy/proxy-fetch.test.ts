import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { proxyFetch } from '../../../src/index.ts'
import { ask, context, drain, fold, open } from '../../support/drain.ts'
import { failureOf } from '../../support/failure.ts'
import { startProxy } from '../../support/proxy.ts'
import { events, serve } from '../../support/server.ts'

const hello = [
  { id: '1', choices: [{ delta: { content: 'Hello' } }] },
  { choices: [{ delta: {}, finish_reason: 'stop' }] },
  '[DONE]',
]
const apiBase = 'http://api.example.test/v1'

describe('a proxy', () => {
  test('makes the connection, which is used again', async () => {
    const { url, seen } = await serve(events(...hello))
    const proxy = await startProxy(url)
    const provider = await open(
      'openai',
      { apiKey: 'k', apiBase },
      { secret: (name) => (name === 'HTTP_PROXY' ? `http://me:p%40ss@${proxy.host}` : undefined) },
    )
    for (let at = 0; at < 3; at += 1) {
      expect(fold(await drain(provider.stream(ask('hi'), context))).text).toBe('Hello')
    }
    expect(seen).toHaveLength(3)
    expect(seen[0]?.headers.host).toBe('api.example.test')
    // A request that comes before the last body's end was read opens one more.
    expect(proxy.asked.length).toBeLessThan(3)
    expect(new Set(proxy.asked)).toEqual(new Set(['api.example.test:80']))
    expect(proxy.headers[0]?.['proxy-authorization']).toBe(`Basic ${btoa('me:p@ss')}`)
    expect(proxy.headers[0]?.authorization).toBeUndefined()
  })

  test('sees nothing of what TLS hides', async () => {
    const hellos: Buffer[] = []
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (chunk: Buffer) => {
        hellos.push(chunk)
        socket.destroy()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const proxy = await startProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const error = await failureOf('https://api.example.test/v1', 'anthropic', {
      secret: (name) => (name === 'https_proxy' ? proxy.host : undefined),
    })
    expect(error).toMatchObject({ code: 'network' })
    expect(proxy.asked).toEqual(['api.example.test:443'])
    // A TLS handshake that names the server.
    expect(hellos[0]?.[0]).toBe(0x16)
    expect(hellos[0]?.includes('api.example.test')).toBe(true)
  })

  test.each([
    [407, { retryable: false, hint: expect.stringContaining('name:password') }],
    [502, { retryable: true, hint: expect.stringContaining('NO_PROXY') }],
  ])('that answers %i', async (status, expected) => {
    const proxy = await startProxy('http://127.0.0.1:1', status)
    const error = await failureOf(apiBase, 'openai', {
      secret: (name) => (name === 'HTTP_PROXY' ? `http://me:hidden@${proxy.host}` : undefined),
    })
    expect(error).toMatchObject({ code: 'network', ...expected })
    expect(error.message).toContain('the proxy')
    const said = [
      error.message,
      error.hint,
      String(error.cause),
      String((error.cause as Error).cause),
    ]
    expect(said.join('\n')).not.toContain('hidden')
  })

  test.each(['http://127.0.0.1:1', 'socks5://127.0.0.1:1080'])(
    'that cannot be used: %s',
    async (proxy) => {
      const error = await failureOf(apiBase, 'openai', {
        secret: (name) => (name === 'HTTP_PROXY' ? proxy : undefined),
      })
      expect(error).toMatchObject({ code: 'network', hint: expect.stringContaining('PROXY') })
    },
  )

  test('is left out for what NO_PROXY names', async () => {
    const { url } = await serve(events(...hello))
    const fetch = proxyFetch({
      fetch: globalThis.fetch,
      secret: (name) =>
        name === 'HTTP_PROXY'
          ? 'http://127.0.0.1:1'
          : name === 'NO_PROXY'
            ? '127.0.0.1'
            : undefined,
    })
    expect((await fetch(url)).status).toBe(200)
  })
})

test('who has no proxy is given the request as it was', async () => {
  const seen: unknown[] = []
  const fetch = proxyFetch({
    fetch: (_input, init) => {
      seen.push(init)
      return Promise.resolve(new Response())
    },
    secret: () => undefined,
  })
  const init = { method: 'POST' }
  await fetch('https://api.example.test', init)
  expect(seen[0]).toBe(init)
})
