import { connect, constants } from 'node:http2'

/** A `fetch` that speaks HTTP/2 without TLS, one session a request; enough for what we send. */
export const http2Fetch: typeof globalThis.fetch = (input, init) =>
  new Promise((resolve, reject) => {
    const url = new URL(String(input))
    const { signal } = init ?? {}
    const session = connect(url.origin)
    const stream = session.request({
      ':method': init?.method ?? 'GET',
      ':path': `${url.pathname}${url.search}`,
      ...(init?.headers as Record<string, string>),
    })
    let body: ReadableStreamDefaultController<Uint8Array> | undefined
    let ended = false
    const fail = (error: unknown): void => {
      reject(error as Error)
      if (!ended) body?.error(error)
      ended = true
      session.close()
    }
    const leave = (): void => {
      stream.close(constants.NGHTTP2_CANCEL)
      fail(signal?.reason)
    }
    if (signal?.aborted === true) return leave()
    signal?.addEventListener('abort', leave, { once: true })
    session.on('error', fail)
    stream.on('error', fail)
    stream.on('aborted', () => fail(new Error('the stream was reset')))
    stream.on('response', (headers) => {
      const shown = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
      const readable = new ReadableStream<Uint8Array>({
        start: (controller) => void (body = controller),
        cancel: () => {
          ended = true
          stream.close(constants.NGHTTP2_CANCEL)
          session.close()
        },
      })
      resolve(
        new Response(readable, {
          status: Number(headers[':status']),
          headers: shown.map(([name, value]) => [name, String(value)]),
        }),
      )
    })
    stream.on('data', (chunk: Buffer) => {
      if (!ended) body?.enqueue(chunk)
    })
    stream.on('end', () => {
      if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) return fail(new Error('reset'))
      if (!ended) body?.close()
      ended = true
      session.close()
    })
    stream.end(init?.body as string | undefined)
  })
