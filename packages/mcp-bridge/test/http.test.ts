import { afterEach, expect, it } from 'vitest'
import { bench, type Bench } from './bench.ts'
import { httpServer, type HttpServer } from './servers/http.ts'

let open: Bench | undefined
let remote: HttpServer | undefined
afterEach(async () => {
  await open?.source.stop()
  remote?.close()
})

async function start(kind: 'streamable' | 'sse'): Promise<{ remote: HttpServer; bench: Bench }> {
  remote = await httpServer(kind)
  const headers = { authorization: 'Bearer tok-987654' }
  open = bench({ far: { url: remote.url, headers, startTimeoutMs: 5000 } })
  return { remote, bench: open }
}

it.each(['streamable', 'sse'] as const)('calls a tool of a remote server: %s', async (kind) => {
  const { bench: at, remote: server } = await start(kind)
  expect(await at.call('mcp_far_echo', { text: 'hello' })).toEqual({
    content: [{ type: 'text', text: 'hello' }],
    isError: false,
  })
  expect(server.seen.every((headers) => headers.authorization === 'Bearer tok-987654')).toBe(true)
})

it('opens a new session when the server knows the old one no more', async () => {
  const { bench: at, remote: server } = await start('streamable')
  await at.call('mcp_far_echo', { text: 'a' })
  server.forget()
  expect(await at.call('mcp_far_echo', { text: 'b' })).toMatchObject({ isError: false })
  expect(server.calls()).toBe(2)
})

it('says that a server is not there, without the secret', async () => {
  const { bench: at, remote: server } = await start('streamable')
  server.close()
  expect(await at.source.tools({})).toEqual([])
  const said = JSON.stringify([at.source.warnings?.(), at.logged])
  expect(said).toMatch(/MCP server 'far' is not ready: .*ECONNREFUSED/)
  expect(said).not.toContain('tok-987654')
})
