/** What the SDK sends when it fetches credentials; only what is read here. */
export interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

export interface FetchHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: SdkRequest): Promise<{ readonly response: SdkResponse }>
  destroy(): void
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
}

/** Lets the SDK ask for credentials by the host's `fetch`, and so by its proxy. */
export function fetchHandler(fetch: typeof globalThis.fetch): FetchHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle({ method, protocol, hostname, port, path, query, headers, body }) {
      const url = new URL(`${protocol}//${hostname}${path}`)
      if (port !== undefined) url.port = String(port)
      for (const [name, value] of Object.entries(query ?? {})) {
        for (const one of [value].flat()) url.searchParams.append(name, one ?? '')
      }
      // `fetch` writes these two itself and refuses to be told.
      const { host: _host, 'content-length': _length, ...rest } = headers
      const sent =
        body === undefined || body === '' ? {} : { body: body as string | Uint8Array<ArrayBuffer> }
      const response = await fetch(url, { method, headers: rest, ...sent })
      return {
        response: {
          statusCode: response.status,
          headers: Object.fromEntries(response.headers),
          body: new Uint8Array(await response.arrayBuffer()),
        },
      }
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}
