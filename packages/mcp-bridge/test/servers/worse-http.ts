// A remote MCP server that misbehaves over HTTP, on request and from one moment to the next.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WorseHttp {
  readonly url: string
  /** What it does from now on; `` is well. */
  mode: string
  /** `method path` of every request, with its JSON-RPC method. */
  readonly seen: string[]
  /** Headers of every request. */
  readonly headers: IncomingMessage['headers'][]
  /** What calls were sent with. */
  readonly calls: object[]
  close(): void
}

interface Wire {
  readonly id?: number
  readonly method?: string
  readonly params?: {
    readonly protocolVersion?: string
    readonly arguments?: { readonly text?: string }
  }
}

export async function worseHttp(first = ''): Promise<WorseHttp> {
  const seen: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const calls: object[] = []
  let sessions = 0
  const server = createServer((request, response) => {
    headers.push(request.headers)
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const message = (body === '' ? {} : JSON.parse(body)) as Wire
      seen.push(`${request.method} ${request.url} ${message.method ?? ''}`.trim())
      answer(message, request, response)
    })
  })

  function answer(message: Wire, request: IncomingMessage, response: ServerResponse): void {
    const { id, method, params } = message
    const isCall = method === 'tools/call'
    if (isCall) calls.push(params ?? {})
    const status = /^status (\d+)( call)?$/.exec(made.mode)
    if (status !== null && (isCall || status[2] === undefined)) {
      return void response.writeHead(Number(status[1])).end('no')
    }
    if (made.mode.startsWith('redirect ')) {
      return void response.writeHead(307, { location: made.mode.slice(9) }).end()
    }
    if (request.method !== 'POST') {
      return void response.writeHead(request.method === 'DELETE' ? 200 : 405).end()
    }
    if (made.mode === 'hangs' || (made.mode === 'hangs-on-probe' && method === 'server/discover')) {
      return
    }
    if (made.mode === 'page') {
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Welcome')
    }
    if (made.mode === 'not-json') {
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc')
    }
    if (id === undefined) return void response.writeHead(202).end()
    if (method === 'initialize') {
      const capabilities = { tools: {} }
      const { protocolVersion } = params ?? {}
      const result = { protocolVersion, capabilities, serverInfo: { name: 'h', version: '1' } }
      return reply(response, { id, result }, { 'mcp-session-id': `s${++sessions}` })
    }
    if (method === 'server/discover') {
      return reply(response, { id, error: { code: -32601, message: 'unknown' } })
    }
    if (method === 'tools/list') {
      const tools = [{ name: 'echo', inputSchema: { type: 'object', properties: {} } }]
      return reply(response, { id, result: { tools } })
    }
    const result = { content: [{ type: 'text', text: params?.arguments?.text ?? '' }] }
    if (made.mode.startsWith('rpc ')) {
      const [, code, ...words] = made.mode.split(' ')
      made.mode = ''
      return reply(response, { id, error: { code: Number(code), message: words.join(' ') } })
    }
    if (made.mode.startsWith('stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      if (made.mode === 'stream cut')
        return void response.end('event: message\ndata: {"jsonrpc":"2.0"')
      if (made.mode === 'stream torn') {
        response.write('event: message\ndata: {"json')
        return void setTimeout(() => response.destroy(), 50)
      }
      response.write(': ping\n\nevent: message\ndata: not json\n\n')
      response.write('data: {"jsonrpc":"2.0","method":"notifications/nonsense"}\n\n')
      return void response.end(
        `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`,
      )
    }
    return reply(response, { id, result })
  }

  function reply(response: ServerResponse, body: object, more: object = {}): void {
    response.writeHead(200, { 'content-type': 'application/json', ...more })
    response.end(JSON.stringify({ jsonrpc: '2.0', ...body }))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const made: WorseHttp = {
    url: `http://127.0.0.1:${port}/mcp`,
    mode: first,
    seen,
    headers,
    calls,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return made
}
