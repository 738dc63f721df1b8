import { bodyReader, ProviderError } from '@autobot/core/provider'
import { abortError } from './until-abort.ts'

export interface Post {
  readonly fetch: typeof globalThis.fetch
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array<ArrayBuffer>
  /** Default `POST`. */
  readonly method?: 'GET'
  readonly signal: AbortSignal
}

/** Sends; what comes back may be a failure with a status, but it is an answer. */
export async function post({ fetch, url, headers, body, method, signal }: Post): Promise<Response> {
  try {
    const message = method === 'GET' ? { method } : { method: 'POST', body }
    return await fetch(url, { ...message, headers, signal, redirect: 'error' })
  } catch (error) {
    throw transportError(error, signal, `could not reach ${new URL(url).host}`)
  }
}

export interface ByteReader {
  /** Undefined at the end. */
  read(): Promise<Uint8Array | undefined>
  /** Closes the connection when the end was not reached. */
  close(): void
}

/** The bytes as they come. */
export function bytesOf(response: Response, signal: AbortSignal): ByteReader {
  const reader = bodyReader(response)
  return {
    async read() {
      try {
        return (await reader.read()).value
      } catch (error) {
        throw transportError(error, signal, 'the connection broke')
      }
    },
    close: () => reader.cancel(),
  }
}

export async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    throw transportError(error, signal, 'the connection broke')
  }
}

function transportError(error: unknown, signal: AbortSignal, what: string): ProviderError {
  if (ProviderError.is(error)) return error
  if (signal.aborted) return abortError(signal)
  return new ProviderError(`Bedrock: ${what} (${reasonOf(error)}).`, {
    code: 'network',
    provider: 'bedrock',
    hint: 'Check the network, the region and the endpoint.',
    cause: error,
  })
}

/** Fetch hides the reason one level down. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (!(cause instanceof Error)) return String(cause)
  const code = (cause as { readonly code?: unknown }).code
  return typeof code === 'string' ? code : cause.message
}
