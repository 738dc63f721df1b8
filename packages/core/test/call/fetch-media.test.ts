import { describe, expect, it } from 'vitest'
import { createMediaFetcher } from '../../src/call/fetch-media.ts'
import { defaultHost } from '../../src/index.ts'

const signal = new AbortController().signal
const host = (answer: (url: string) => Response) => {
  const asked: string[] = []
  const fetch = (async (input: URL) => {
    asked.push(String(input))
    return answer(String(input))
  }) as unknown as typeof globalThis.fetch
  return { asked, host: defaultHost({ fetch }) }
}
const png = () =>
  new Response(new Uint8Array([1, 2]), { headers: { 'content-type': 'image/png; x=1' } })

describe('fetching media', () => {
  it('fetches each URL once', async () => {
    const { asked, host: world } = host(png)
    const fetcher = createMediaFetcher(world)
    await fetcher.fetch(['https://example.com/a.png'], signal)
    const { files } = await fetcher.fetch(['https://example.com/a.png'], signal)
    expect(files.get('https://example.com/a.png')).toEqual({
      data: new Uint8Array([1, 2]),
      mediaType: 'image/png',
    })
    expect(asked).toHaveLength(1)
  })

  it('one run that is aborted costs another run nothing', async () => {
    // Of the last that asked.
    let release: (() => void) | undefined
    const fetch = ((_url: URL, init: RequestInit) =>
      new Promise<Response>((resolve, reject) => {
        const refuse = (): void => reject(new Error('aborted'))
        if (init.signal?.aborted === true) refuse()
        init.signal?.addEventListener('abort', refuse)
        release = () => resolve(png())
      })) as unknown as typeof globalThis.fetch
    const fetcher = createMediaFetcher(defaultHost({ fetch }))
    const url = 'https://example.com/a.png'
    const stop = new AbortController()
    const first = fetcher.fetch([url], stop.signal)
    const second = fetcher.fetch([url], signal)
    stop.abort()
    expect((await first).failures.get(url)).toBe('aborted')
    release?.()
    expect((await second).files.get(url)?.mediaType).toBe('image/png')
  })

  it.each([
    'http://localhost/a',
    'http://127.0.0.1/a',
    'http://2130706433/a',
    'http://0x7f.1/a',
    'http://10.1.2.3/a',
    'http://169.254.169.254/latest',
    'http://[::1]/a',
    'http://[::ffff:127.0.0.1]/a',
    'http://metadata.google.internal/a',
    'file:///etc/passwd',
  ])('asks nobody for %s', async (url) => {
    const { asked, host: world } = host(png)
    const { failures } = await createMediaFetcher(world).fetch([url], signal)
    expect(failures.has(url)).toBe(true)
    expect(asked).toEqual([])
  })

  it('checks where a redirect leads', async () => {
    const { asked, host: world } = host(
      () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1/x' } }),
    )
    const { failures } = await createMediaFetcher(world).fetch(['https://example.com/a'], signal)
    expect(failures.size).toBe(1)
    expect(asked).toEqual(['https://example.com/a'])
  })

  it('stops at the limit of bytes, whatever the header says', async () => {
    const { host: world } = host(
      () => new Response(new Uint8Array(11), { headers: { 'content-length': '1' } }),
    )
    const { failures } = await createMediaFetcher(world, { maxBytes: 10 }).fetch(
      ['https://example.com/a'],
      signal,
    )
    expect(failures.get('https://example.com/a')).toContain('10 bytes')
  })
})
