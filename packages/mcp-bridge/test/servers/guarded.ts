// An MCP server that wants to know who asks, with the authorization server beside it.
import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GuardedServer {
  readonly url: string
  /** How often each of these happened. */
  readonly count: Readonly<
    Record<'registered' | 'agreed' | 'refreshed' | 'refused' | 'calls', number>
  >
  /** The access tokens that are out are no longer good. */
  expire(): void
  /** The next refusal waits: `held` when it does, until `go`. */
  holdRefusal(): { readonly held: Promise<void>; go(): void }
  /** What the browser is sent to when a person agrees. */
  agree(page: string): Promise<string>
  close(): void
}

export async function guardedServer(): Promise<GuardedServer> {
  const count = { registered: 0, agreed: 0, refreshed: 0, refused: 0, calls: 0 }
  let access = new Set<string>()
  const refresh = new Set<string>()
  const codes = new Set<string>()
  let hold: ((send: () => void) => void) | undefined
  const json = (response: ServerResponse, body: object, status = 200, headers = {}): void =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))

  const tokens = (): object => {
    const access_token = randomUUID()
    const refresh_token = randomUUID()
    access.add(access_token)
    refresh.add(refresh_token)
    return { access_token, refresh_token, token_type: 'Bearer', expires_in: 3600 }
  }
  const grant = (form: URLSearchParams, response: ServerResponse): void => {
    const isRefresh = form.get('grant_type') === 'refresh_token'
    const used = form.get(isRefresh ? 'refresh_token' : 'code') ?? ''
    // Each is good for one use.
    if (!(isRefresh ? refresh : codes).delete(used)) {
      count.refused++
      return json(response, { error: 'invalid_grant' }, 400)
    }
    if (isRefresh) count.refreshed++
    json(response, tokens())
  }
  const call = (body: string, response: ServerResponse): void => {
    const { id, method, params } = JSON.parse(body) as {
      id?: number
      method: string
      params?: { protocolVersion?: string }
    }
    const reply = (result: object): void => json(response, { jsonrpc: '2.0', id, result })
    if (id === undefined) return void response.writeHead(202).end()
    if (method === 'initialize') {
      const serverInfo = { name: 'guarded', version: '1' }
      const { protocolVersion } = params ?? {}
      return reply({ protocolVersion, capabilities: { tools: {} }, serverInfo })
    }
    if (method === 'tools/list') return reply({ tools: [{ name: 'who' }] })
    if (method === 'tools/call') {
      count.calls++
      return reply({ content: [{ type: 'text', text: 'you' }] })
    }
    json(response, { jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } })
  }

  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo
    const base = `http://127.0.0.1:${port}`
    const url = new URL(request.url ?? '/', base)
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (url.pathname === '/.well-known/oauth-protected-resource/mcp') {
        return json(response, { resource: `${base}/mcp`, authorization_servers: [base] })
      }
      if (url.pathname === '/.well-known/oauth-authorization-server') {
        return json(response, {
          issuer: base,
          authorization_endpoint: `${base}/authorize`,
          token_endpoint: `${base}/token`,
          registration_endpoint: `${base}/register`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['none'],
        })
      }
      if (url.pathname === '/register') {
        count.registered++
        return json(response, { ...(JSON.parse(body) as object), client_id: 'c' }, 201)
      }
      if (url.pathname === '/authorize') {
        count.agreed++
        const code = randomUUID()
        codes.add(code)
        const back = new URL(url.searchParams.get('redirect_uri') ?? '')
        back.searchParams.set('code', code)
        back.searchParams.set('state', url.searchParams.get('state') ?? '')
        return void response.writeHead(302, { location: back.href }).end()
      }
      if (url.pathname === '/token') return grant(new URLSearchParams(body), response)
      if (url.pathname !== '/mcp') return json(response, {}, 404)
      const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
      if (!access.has(token)) {
        const metadata = `${base}/.well-known/oauth-protected-resource/mcp`
        const challenge = { 'www-authenticate': `Bearer resource_metadata="${metadata}"` }
        const send = (): void => json(response, {}, 401, challenge)
        if (hold === undefined) return send()
        const held = hold
        hold = undefined
        return held(send)
      }
      if (request.method !== 'POST') return void response.writeHead(405).end()
      call(body, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    count,
    expire: () => void (access = new Set()),
    holdRefusal() {
      let go = (): void => undefined
      const held = new Promise<void>((resolve) => {
        hold = (send) => {
          go = send
          resolve()
        }
      })
      return { held, go: () => go() }
    },
    async agree(page) {
      const response = await fetch(page, { redirect: 'manual' })
      return response.headers.get('location') ?? ''
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
