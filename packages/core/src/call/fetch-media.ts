import type { ProviderHost } from '../contract/provider.ts'
import { refusedAddress } from './private-address.ts'

export interface MediaOptions {
  /** Whether a URL may be fetched. Default: http and https, no private address. */
  readonly allow?: (url: URL) => boolean | Promise<boolean>
  /** Bytes of one file. Default 26 214 400 (25 MiB). */
  readonly maxBytes?: number
  /** Milliseconds. Default 30 000. */
  readonly timeoutMs?: number
}

export interface FetchedFile {
  readonly data: Uint8Array
  readonly mediaType: string
}

/** Fetches files by URL, each once: history repeats them with every turn. */
export interface MediaFetcher {
  /** What could be fetched, by URL, and why the others could not. */
  fetch(
    urls: readonly string[],
    signal: AbortSignal,
  ): Promise<{
    readonly files: ReadonlyMap<string, FetchedFile>
    readonly failures: ReadonlyMap<string, string>
  }>
}

/** By bytes, not by number: a history repeats all of its files with every turn. */
const maxKeptBytes = 128 * 1024 * 1024
const maxRedirects = 5

export function createMediaFetcher(host: ProviderHost, options: MediaOptions = {}): MediaFetcher {
  const { maxBytes = 25 * 1024 * 1024, timeoutMs = 30_000 } = options
  // In the order of their last use. Only what has come: an abort of one run is not another's.
  const kept = new Map<string, FetchedFile>()
  let keptBytes = 0

  function keep(url: string, file: FetchedFile): void {
    keptBytes += file.data.byteLength - (kept.get(url)?.data.byteLength ?? 0)
    kept.delete(url)
    kept.set(url, file)
    for (const [oldest, { data }] of kept) {
      if (keptBytes <= maxKeptBytes) return
      kept.delete(oldest)
      keptBytes -= data.byteLength
    }
  }

  async function load(address: string, signal: AbortSignal): Promise<FetchedFile> {
    let url = new URL(address)
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      await check(url)
      const response = await host.fetch(url, { redirect: 'manual', signal })
      const location = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel()
        url = new URL(location, url)
        continue
      }
      if (!response.ok) {
        await response.body?.cancel()
        throw new Error(`the server answered ${response.status}`)
      }
      const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? ''
      return { data: await read(response), mediaType }
    }
    throw new Error(`more than ${maxRedirects} redirects`)
  }

  async function check(url: URL): Promise<void> {
    if (options.allow !== undefined) {
      if (!(await options.allow(url))) throw new Error('the application does not allow it')
      return
    }
    const reason = refusedAddress(url)
    if (reason !== undefined) throw new Error(reason)
  }

  async function read(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    let length = 0
    // Read piece by piece: a length in a header is a promise, not a limit.
    for await (const chunk of response.body ?? []) {
      length += (chunk as Uint8Array).byteLength
      if (length > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
      chunks.push(chunk as Uint8Array)
    }
    const data = new Uint8Array(length)
    let offset = 0
    for (const chunk of chunks) {
      data.set(chunk, offset)
      offset += chunk.byteLength
    }
    return data
  }

  return {
    async fetch(urls, signal) {
      const files = new Map<string, FetchedFile>()
      const failures = new Map<string, string>()
      await Promise.all(
        urls.map(async (url) => {
          try {
            const limit = (): AbortSignal =>
              AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
            const file = kept.get(url) ?? (await load(url, limit()))
            keep(url, file)
            files.set(url, file)
          } catch (error) {
            failures.set(url, error instanceof Error ? error.message : String(error))
          }
        }),
      )
      return { files, failures }
    },
  }
}
