import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Wire {
  readonly id?: number
  readonly method: string
  readonly params?: {
    readonly protocolVersion?: string
    readonly arguments?: { readonly text?: string }
  }
}

export interface HttpServer {
  readonly url: string
  /** Headers of every request. */
  readonly seen: IncomingMessage['headers'][]
  readonly calls: () => number
  /** As a restart does: no session is known any more. */
  forget(): void
  close(): void
}

/** A remote MCP server of one tool; `sse` knows only the older transport. */
export async function httpServer(kind: 'streamable' | 'sse'): Promise<HttpServer> {
  const seen: IncomingMessage['headers'][] = []
  let session = ''
  let calls = 0
  let stream: ServerResponse | undefined

  const answer = ({ id, method, params }: Wire): object | undefined => {
    if (id === undefined) return undefined
    const reply = (result: object): object => ({ jsonrpc: '2.0', id, result })
    if (method === 'initialize') {
      const serverInfo = { name: 'remote', version: '1' }
      return reply({
        protocolVersion: params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo,
      })
    }
    if (method === 'tools/list') {
      return reply({ tools: [{ name: 'echo', inputSchema: { type: 'object', properties: {} } }] })
    }
    if (method !== 'tools/call')
      return { jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }
    calls++
    return reply({ content: [{ type: 'text', text: params?.arguments?.text ?? '' }] })
  }
  const streamable = (message: Wire, request: IncomingMessage, response: ServerResponse): void => {
    const isNew = message.method === 'initialize'
    const isProbe = message.method === 'server/discover'
    if (!isNew && !isProbe && request.headers['mcp-session-id'] !== session) {
      response.writeHead(404).end()
      return
    }
    if (isNew) session = randomUUID()
    const body = answer(message)
    if (body === undefined) response.writeHead(202).end()
    else {
      const headers = {
        'content-type': 'application/json',
        ...(isNew && { 'mcp-session-id': session }),
      }
      response.writeHead(200, headers).end(JSON.stringify(body))
    }
  }
  const server: Server = createServer((request, response) => {
    seen.push(request.headers)
    if (request.method === 'GET' && kind === 'sse') {
      stream = response.writeHead(200, { 'content-type': 'text/event-stream' })
      stream.write('event: endpoint\ndata: /messages\n\n')
      return
    }
    const isMessage = kind === 'streamable' || request.url === '/messages'
    if (request.method !== 'POST' || !isMessage) {
      response.writeHead(request.method === 'DELETE' ? 200 : 405).end()
      return
    }
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const message = JSON.parse(body) as Wire
      if (kind === 'streamable') return streamable(message, request, response)
      response.writeHead(202).end()
      const reply = answer(message)
      if (reply !== undefined) stream?.write(`event: message\ndata: ${JSON.stringify(reply)}\n\n`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    calls: () => calls,
    forget: () => void (session = randomUUID()),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
