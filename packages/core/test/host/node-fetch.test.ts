import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { bodyReader } from '../../src/host/body-reader.ts'
import { defaultHost } from '../../src/host/default-host.ts'

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void

async function serve(handle: Handler) {
  const sockets: Socket[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => handle(request, response, body))
  })
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, sockets }
}

const closed = (socket: Socket | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (socket === undefined || socket.destroyed) resolve()
    else socket.once('close', () => resolve())
  })

/** Both ways of sending, so that one may stand for the other. */
const ways = [
  { name: "Node's client", fetch: defaultHost().fetch },
  { name: 'fetch', fetch: globalThis.fetch },
]
const post = (body: string, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-own': 'a' },
  body,
  redirect: 'manual',
  ...(signal !== undefined && { signal }),
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each(ways)('the host by $name', ({ name, fetch }) => {
  test('sends what it is told and gives what comes', async () => {
    const seen: unknown[] = []
    const { url } = await serve((request, response, body) => {
      const { method, headers } = request
      seen.push([method, headers['x-own'], headers['content-length'], body])
      response.writeHead(404, 'Not here', { 'x-request-id': 'r1', 'set-cookie': ['a=1', 'b=2'] })
      response.end('{"a":"é"}')
    })
    const response = await fetch(url, post('{"q":"ü"}'))
    expect(seen).toEqual([['POST', 'a', '10', '{"q":"ü"}']])
    expect([response.ok, response.status, response.statusText]).toEqual([false, 404, 'Not here'])
    expect(response.headers.get('X-Request-Id')).toBe('r1')
    expect(response.headers.has('x-none')).toBe(false)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(new Map(response.headers).get('x-request-id')).toBe('r1')
    expect(await response.json()).toEqual({ a: 'é' })
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  test('reads what comes with a status that the standard does not know', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(999, { 'x-request-id': 'r1' }).end('go away')
    })
    const response = await fetch(url, post(''))
    expect([response.status, response.headers.get('x-request-id')]).toEqual([999, 'r1'])
    expect(await response.text()).toBe('go away')
    await expect(response.text()).rejects.toThrow(TypeError)
  })
  test('gives a web stream to who wants one', async () => {
    const { url } = await serve((_request, response) => void response.end('abc'))
    const response = await fetch(url, post('{}'))
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('abc')
  })

  test('uses a connection again', async () => {
    const { url, sockets } = await serve((_request, response) => void response.end('x'))
    for (let at = 0; at < 5; at += 1) {
      expect(await (await fetch(url, post('{}'))).text()).toBe('x')
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(sockets.length).toBe(1)
  })

  test('follows no redirect when told so', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(302, { location: 'https://elsewhere.test/' }).end()
    })
    expect((await fetch(url, post('{}'))).status).toBe(302)
    await expect(fetch(url, { ...post('{}'), redirect: 'error' })).rejects.toThrow('fetch failed')
  })

  test('unpacks a body that a gateway packed', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'))
    })
    expect(await (await fetch(url, post('{}'))).text()).toBe('packed')
  })

  test('names the reason when nobody listens', async () => {
    const error: unknown = await fetch('http://127.0.0.1:1/', post('{}')).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(TypeError)
    // Port 1 is one that fetch itself refuses.
    if (name !== 'fetch') expect((error as Error).cause).toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('an abort before, during and after the head closes the connection', async () => {
    const { url, sockets } = await serve((request, response) => {
      if (request.headers['x-head'] === 'yes') response.write('begun')
    })
    const reason = new Error('enough')
    await expect(fetch(url, post('{}', AbortSignal.abort(reason)))).rejects.toBe(reason)
    const early = new AbortController()
    const pending = fetch(url, post('{}', early.signal))
    setTimeout(() => early.abort(reason), 20)
    await expect(pending).rejects.toBe(reason)
    await closed(sockets.at(-1))

    const late = new AbortController()
    const init = post('{}', late.signal)
    const response = await fetch(url, { ...init, headers: { 'x-head': 'yes' } })
    const reader = bodyReader(response)
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('begun')
    const next = reader.read()
    late.abort(reason)
    await expect(next).rejects.toBe(reason)
    await closed(sockets.at(-1))
  })

  test('a body that is cut is an error', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    })
    const reader = bodyReader(await fetch(url, post('{}')))
    await reader.read()
    await expect(reader.read()).rejects.toThrow('terminated')
  })

  test('who cancels closes the connection, who releases keeps it when the end is near', async () => {
    const { url, sockets } = await serve((request, response) => {
      response.write('x')
      if (request.headers['x-own'] === 'a') setTimeout(() => response.end(), 20)
    })
    const near = bodyReader(await fetch(url, post('{}')))
    await near.read()
    near.release()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const far = bodyReader(await fetch(url, { ...post('{}'), headers: { 'x-own': 'b' } }))
    await far.read()
    expect(sockets.length).toBe(1)
    far.cancel()
    await closed(sockets[0])
  })

  test('a long body waits for its reader', async () => {
    let written = 0
    const { url } = await serve((_request, response) => {
      const more = (): void => {
        while (written < 64_000_000) {
          written += 64_000
          if (!response.write(Buffer.alloc(64_000))) {
            response.once('drain', more)
            return
          }
        }
        response.end()
      }
      more()
    })
    const reader = bodyReader(await fetch(url, post('{}')))
    let read = (await reader.read()).value?.byteLength ?? 0
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(written).toBeLessThan(32_000_000)
    for (;;) {
      const { value } = await reader.read()
      if (value === undefined) break
      read += value.byteLength
    }
    expect(read).toBe(written)
  })
})

test('a request is never sent twice, also when its connection dies under it', async () => {
  let requests = 0
  const { url, sockets } = await serve((request, response) => {
    requests += 1
    if (requests === 1) response.end('x')
    else request.socket.resetAndDestroy()
  })
  const { fetch } = defaultHost()
  await (await fetch(url, post('{}'))).text()
  await new Promise((resolve) => setTimeout(resolve, 20))
  const error: unknown = await fetch(url, post('{}')).catch((e: unknown) => e)
  expect((error as Error).cause).toMatchObject({ code: 'ECONNRESET' })
  expect(requests).toBe(2)
  expect(sockets.length).toBe(1)
})

test('an application that replaces fetch is asked', async () => {
  const { fetch } = defaultHost()
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('mine')))
  expect(await (await fetch('http://127.0.0.1:1/', post('{}'))).text()).toBe('mine')
})
