import { createHash, timingSafeEqual, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { settled } from './settled.ts'
import type { McpServing, McpServeOptions, ServeHttp } from './options.ts'

type Sdk = typeof import('@modelcontextprotocol/server')
interface Session {
  readonly server: Server
  readonly transport: WebStandardStreamableHTTPServerTransport
}

const maxSessions = 1000

/** Both protocols at one address: sessions for the older one, none for the newer. */
export async function serveHttp(
  sdk: Sdk,
  make: () => Server,
  { log }: Pick<McpServeOptions, 'log'>,
  http: ServeHttp,
): Promise<McpServing> {
  const { host = '127.0.0.1', port = 0, path = '/mcp', token } = http
  const names = [...(http.allowedHosts ?? sdk.localhostAllowedHostnames())]
  if (token === undefined && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new Error('A server that others can reach needs a token.')
  }
  const onerror = (error: Error): void => log?.('debug', `MCP over HTTP: ${error.message}`)
  const modern = sdk.createMcpHandler(make, { legacy: 'reject', onerror })
  const sessions = new Map<string, Session>()

  const legacy = async (request: Request): Promise<Response> => {
    const id = request.headers.get('mcp-session-id')
    const known = id === null ? undefined : sessions.get(id)
    if (id !== null && known === undefined) return new Response('Unknown session', { status: 404 })
    if (known !== undefined) return known.transport.handleRequest(request)
    const server = make()
    const transport = new sdk.WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (made) => void sessions.set(made, { server, transport }),
      onsessionclosed: (made) => void sessions.delete(made),
    })
    await server.connect(transport)
    const [oldest] = sessions
    if (sessions.size > maxSessions && oldest !== undefined) {
      sessions.delete(oldest[0])
      void oldest[1].server.close()
    }
    return transport.handleRequest(request)
  }

  const answer = async (request: Request): Promise<Response> => {
    // A page in a browser of this machine must not be able to talk to us.
    const refused =
      sdk.hostHeaderValidationResponse(request, names) ??
      sdk.originValidationResponse(request, names)
    if (refused !== undefined) return refused
    if (new URL(request.url).pathname !== path) return new Response('Not found', { status: 404 })
    if (token !== undefined && !isToken(request.headers.get('authorization'), token)) {
      return new Response('Unauthorized', {
        status: 401,
        headers: { 'www-authenticate': 'Bearer' },
      })
    }
    return (await sdk.isLegacyRequest(request)) ? legacy(request) : modern.fetch(request)
  }

  const server = createServer((request, response) => {
    answer(toRequest(request, response))
      .then((found) => send(found, response))
      .catch((error: unknown) => {
        onerror(error instanceof Error ? error : new Error(String(error)))
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const each = (tell: (server: Server) => Promise<void>): void => {
    for (const { server: one } of sessions.values()) void tell(one).catch(onerror)
  }
  const shown = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${shown}:${(server.address() as AddressInfo).port}${path}`,
    closed,
    toolsChanged: settled(() => {
      modern.notify.toolsChanged()
      each((one) => one.sendToolListChanged())
    }),
    resourceUpdated(uri) {
      modern.notify.resourceUpdated(uri)
      each((one) => one.sendResourceUpdated({ uri }))
    },
    async close() {
      await Promise.allSettled([
        modern.close(),
        ...[...sessions.values()].map(({ server: one }) => one.close()),
      ])
      sessions.clear()
      server.closeAllConnections()
      server.close()
      await closed
    },
  }
}

function isToken(header: string | null, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`))
}

function toRequest(request: IncomingMessage, response: ServerResponse): Request {
  const headers = new Headers()
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] as string, request.rawHeaders[at + 1] as string)
  }
  const gone = new AbortController()
  // The other end has hung up: whatever runs for it may stop.
  response.once('close', () => gone.abort())
  const { method = 'GET', url = '/' } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(new URL(url, `http://${request.headers.host ?? 'localhost'}`), {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  })
}

function send(found: Response, response: ServerResponse): void {
  response.writeHead(found.status, Object.fromEntries(found.headers))
  if (found.body === null) return void response.end()
  const body = Readable.fromWeb(found.body as never)
  body.on('error', () => response.destroy())
  response.once('close', () => body.destroy())
  body.pipe(response)
}
