import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { addressProblem } from '../src/check-address.ts'
import { webFetch } from '../src/web-fetch.ts'
import { theWeb, type Web, type WebAnswer } from '../src/web-request.ts'
import { call } from './run-tool.ts'

const page = (body: string, more: Partial<WebAnswer> = {}): WebAnswer => ({
  status: 200,
  location: undefined,
  mediaType: 'text/plain',
  body,
  ...more,
})

/** A web of our own: names to addresses, URLs to answers; notes what was connected to. */
function web(
  names: Readonly<Record<string, readonly string[]>>,
  pages: Readonly<Record<string, WebAnswer>>,
): Web & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    addresses: async (host) => {
      const found = names[host]
      if (found === undefined) throw new Error('ENOTFOUND')
      return found
    },
    get: async (url, address) => {
      asked.push(`${url.href} at ${address}`)
      return pages[url.href] ?? page('', { status: 404 })
    },
  }
}

const fetch = (url: string, of: Web, more: object = {}): Promise<string> =>
  call(webFetch(of), 'web_fetch', { url, ...more })

describe('web_fetch', () => {
  it('returns the text of a page', async () => {
    const html =
      '<html><head><title>Tides</title><style>p{}</style></head><body><script>x()</script><h1>High &amp; low</h1><p>At six.<br>Or seven.</p><!-- no --></body></html>'
    const tides = web(
      { 'tides.test': ['93.184.216.34'] },
      {
        'https://tides.test/': page(html, { mediaType: 'text/html; charset=utf-8' }),
        'https://tides.test/json': page('{"at":6}', { mediaType: 'application/json' }),
        'https://tides.test/long': page('x'.repeat(500)),
        'https://tides.test/image': page('x', { mediaType: 'image/png' }),
      },
    )
    expect(await fetch('https://tides.test/', tides)).toBe(
      '[https://tides.test/]\nTides\n\nHigh & low\n\nAt six.\nOr seven.',
    )
    expect(await fetch('https://tides.test/json', tides)).toContain('{\n  "at": 6\n}')
    expect(await fetch('https://tides.test/long', tides, { max_chars: 100 })).toContain(
      '(truncated to 100 chars)',
    )
    expect(await fetch('https://tides.test/image', tides)).toBe('Error: Not text: image/png')
    expect(await fetch('https://tides.test/none', tides)).toContain('HTTP 404')
  })

  it.each([
    ['ftp://a.test/', 'Only http/https allowed'],
    ['file:///etc/passwd', 'Only http/https allowed'],
    ['http://localhost/', 'Access to localhost is blocked'],
    ['http://app.localhost./', 'Access to localhost is blocked'],
    ['http://127.0.0.1/', 'Access to localhost is blocked'],
    ['http://[::1]/', 'Access to localhost is blocked'],
    ['http://[::ffff:127.0.0.1]/', 'Access to localhost is blocked'],
    ['http://[::ffff:a9fe:a9fe]/', 'Access to cloud metadata endpoints is blocked'],
    ['http://10.1.2.3/', 'Access to private IP addresses is blocked'],
    ['http://172.31.0.1/', 'Access to private IP addresses is blocked'],
    ['http://192.168.1.1/', 'Access to private IP addresses is blocked'],
    ['http://[fd12::1]/', 'Access to private IP addresses is blocked'],
    ['http://169.254.169.254/latest/meta-data', 'Access to cloud metadata endpoints is blocked'],
    ['http://[fd00:ec2::254]/', 'Access to cloud metadata endpoints is blocked'],
    ['http://metadata.google.internal/', 'Access to cloud metadata endpoints is blocked'],
    ['http://169.254.1.1/', 'Access to link-local addresses is blocked'],
    ['http://[fe80::1]/', 'Access to link-local addresses is blocked'],
    ['http://224.0.0.1/', 'Access to unrecognized addresses is blocked'],
    ['http://[64:ff9b::7f00:1]/', 'Access to unrecognized addresses is blocked'],
    ['http://0177.0.0.1/', 'Octal IP notation is blocked'],
    ['http://0x7f.0.0.1/', 'Hex IP notation is blocked'],
    ['http://2130706433/', 'Integer IP notation is blocked'],
    ['http://127.1/', 'Integer IP notation is blocked'],
    ['http://inside.test/', 'Access to private IP addresses is blocked'],
    ['http://both.test/', 'Access to localhost is blocked'],
    ['http://user:pass@a.test/', 'User names and passwords'],
    ['no url', 'Invalid URL'],
  ])('refuses %s: %s', async (url, reason) => {
    const names = { 'inside.test': ['10.0.0.1'], 'both.test': ['93.184.216.34', '127.0.0.1'] }
    const nowhere = web(names, {})
    const text = await fetch(url, nowhere)
    expect(text).toMatch(/^Error: URL validation failed: /)
    expect(text).toContain(reason)
    expect(nowhere.asked).toEqual([])
  })

  it.each(['http://169.254.169.254/', 'http://0x7f000001/', '//localhost/', 'http://inside.test/'])(
    'checks each redirect: %s',
    async (location) => {
      const names = { 'a.test': ['93.184.216.34'], 'inside.test': ['10.0.0.1'] }
      const redirecting = web(names, {
        'http://a.test/': page('', { status: 302, location }),
      })
      expect(await fetch('http://a.test/', redirecting)).toMatch(/^Error: Redirect blocked: /)
      expect(redirecting.asked).toHaveLength(1)
    },
  )

  it('follows five redirects and no more', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [
        `http://a.test/${n}`,
        page('', { status: 302, location: `/${n + 1}` }),
      ]),
    )
    const round = web({ 'a.test': ['93.184.216.34'] }, { ...pages, 'http://a.test/8': page('end') })
    expect(await fetch('http://a.test/3', round)).toBe('[http://a.test/8]\nend')
    expect(await fetch('http://a.test/2', round)).toBe('Error: Too many redirects (5)')
  })

  it('connects to the address that was checked, under the name that was asked for', async () => {
    const server = createServer((request, response) => response.end(`for ${request.headers.host}`))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      const url = new URL(`http://tides.test:${port}/`)
      const answer = await theWeb.get(url, '127.0.0.1', new AbortController().signal)
      expect(answer).toMatchObject({ status: 200, body: `for tides.test:${port}` })
    } finally {
      server.close()
    }
  })
})

it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1'])('%s is a public address', (address) =>
  expect(addressProblem(address)).toBeUndefined(),
)
