import { ProviderError } from '@autobot/core/provider'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../support/failure.ts'
import { serve } from '../support/server.ts'

const failing = (code: string, message = 'x') => ({
  fetch: () =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }),
    ),
})

describe('what stands in the way is told apart', () => {
  test.each<[string, object]>([
    [
      'ENOTFOUND',
      { code: 'network', retryable: true, hint: expect.stringContaining('api.example') },
    ],
    ['EAI_AGAIN', { code: 'network', message: expect.stringContaining('name of the server') }],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      { retryable: false, hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    ],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', { hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') }],
    ['CERT_HAS_EXPIRED', { retryable: false, hint: expect.stringContaining('clock') }],
    ['ERR_TLS_CERT_ALTNAME_INVALID', { message: expect.stringContaining('another name') }],
    ['ERR_SSL_WRONG_VERSION_NUMBER', { hint: expect.stringContaining('http://') }],
    ['UND_ERR_CONNECT_TIMEOUT', { code: 'timeout', retryable: true }],
    ['ECONNRESET', { code: 'network', retryable: true }],
  ])('%s', async (code, expected) => {
    const error = await failureOf('https://api.example/v1', 'openai', failing(code))
    expect(error).toMatchObject({ code: 'network', ...expected, provider: 'openai' })
    expect(error.message).toContain(code)
  })

  test('a proxy that wants to know who asks', async () => {
    const { url } = await serve((response) => {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' })
      response.end('<html><title>Proxy Authentication Required</title></html>')
    })
    for (const prefix of ['openai', 'anthropic', 'gemini']) {
      expect(await failureOf(url, prefix)).toMatchObject({
        code: 'network',
        retryable: false,
        hint: expect.stringContaining('HTTPS_PROXY'),
      })
    }
  })

  test('several attempts have the reason of the first', async () => {
    const first = Object.assign(new Error('connect'), { code: 'ENETUNREACH' })
    const fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new AggregateError([first]) }))
    const error = await failureOf('https://api.example/v1', 'openai', { fetch })
    expect(error.message).toContain('ENETUNREACH')
  })
})

describe.each(['openai', 'anthropic', 'gemini'])('redirects of %s', (prefix) => {
  test('to another host are named, and the key stays here', async () => {
    const other = await serve((response) => response.end('{}'))
    const { url } = await serve((response) => {
      response.writeHead(307, { location: `${other.url}/login?token=t` })
      response.end()
    })
    const error = await failureOf(url, prefix)
    expect(ProviderError.is(error)).toBe(true)
    expect(error).toMatchObject({ code: 'invalid_request', status: 307, retryable: false })
    expect(error.message).toContain(`${other.url}/login, another host`)
    expect(error.message).not.toContain('token')
    expect(error.hint).toContain(`providers.${prefix}.api_base`)
    expect(other.seen).toEqual([])
  })

  test('without a place to go', async () => {
    const { url } = await serve((response) => response.writeHead(302).end())
    expect(await failureOf(url, prefix)).toMatchObject({ code: 'invalid_request', status: 302 })
  })
})
