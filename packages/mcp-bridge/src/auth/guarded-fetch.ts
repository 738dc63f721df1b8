import { isLoopback, isPrivate } from './address.ts'

type Fetch = typeof globalThis.fetch

const timeoutMs = 15_000
const maxBytes = 1024 * 1024

/**
 * A server names the addresses at which its authorization happens, and could name others: what is
 * not the server itself must be https (or this machine), must not lead from the internet into a
 * private network, is read up to a limit, and never sees the headers that are configured for the
 * server. Redirects never leave the origin: the SDK sees to it.
 */
export function guardedFetch(
  fetch: Fetch,
  server: URL,
  headers: Readonly<Record<string, string>>,
): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin === server.origin) {
      return fetch(input, { ...init, headers: merge(headers, init?.headers) })
    }
    const refusal = refuse(url, server)
    if (refusal !== undefined) throw new Error(`${url.origin} is not asked: ${refusal}`)
    const late = AbortSignal.timeout(timeoutMs)
    const signal = init?.signal ? AbortSignal.any([init.signal, late]) : late
    const response = await fetch(input, { ...init, signal })
    const text = await limited(response)
    const bare = text === '' || response.status === 204 || response.status === 304
    return new Response(bare ? null : text, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    })
  }
}

/** What the protocol sets wins over what is configured. */
function merge(configured: Readonly<Record<string, string>>, own: RequestInit['headers']): Headers {
  const headers = new Headers(configured)
  new Headers(own).forEach((value, name) => headers.set(name, value))
  return headers
}

function refuse(url: URL, server: URL): string | undefined {
  if (isPrivate(url) && !isPrivate(server)) return 'the address is private'
  if (url.protocol === 'https:') return undefined
  return url.protocol === 'http:' && isLoopback(url) ? undefined : 'it is not https'
}

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).byteLength
    if (length > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks).toString('utf8')
}
