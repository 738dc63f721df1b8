import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterEach, expect, it, vi } from 'vitest'
import { serve, type McpServing } from '../src/index.ts'
import { bench, type Bench } from './bench.ts'
import { tools } from './servers/served.ts'

const program = fileURLToPath(new URL('servers/served.ts', import.meta.url))
const args = ['--conditions=@autobot/source', '--no-warnings', program, 'stdio']
let open: Bench | undefined
let serving: McpServing | undefined
afterEach(async () => {
  await open?.source.stop()
  await serving?.close()
  open = serving = undefined
})

/** Our tools, served over each transport and used by our own bridge, in the newer protocol. */
async function start(kind: 'stdio' | 'http', more: object = {}): Promise<Bench> {
  if (kind === 'stdio') return (open = bench({ s: { command: process.execPath, args } }))
  serving = await serve({ tools, transport: {}, ...more })
  return (open = bench({ s: { url: serving.url ?? '' } }))
}

it.each(['stdio', 'http'] as const)('offers tools over %s', async (kind) => {
  const { call, source } = await start(kind)
  const offered = await source.tools({})
  const names = offered.map(({ name }) => name)
  expect(names.slice(0, 5)).toEqual([
    ...(kind === 'stdio' ? ['mcp_s_ask'] : []),
    ...['mcp_s_danger', 'mcp_s_fail', 'mcp_s_shout', 'mcp_s_wait'],
  ])
  expect((await source.server('s')?.info())?.protocol).toBe('2026-07-28')
  // The schema as it was written, and not what another tool of another server says.
  const shout = offered.find(({ name }) => name === 'mcp_s_shout')
  expect(shout?.inputSchema).toEqual(tools[0]?.inputSchema)
  expect(names).not.toContain('mcp_s_imported')
  expect(await call('mcp_s_shout', { text: 'hey' })).toMatchObject({ content: [{ text: 'HEY' }] })
  expect(await call('mcp_s_shout', { text: '1' })).toMatchObject({ isError: true })
  const failed = await call('mcp_s_fail')
  expect(failed).toEqual({ content: [{ type: 'text', text: 'it broke' }], isError: true })
  expect(await call('mcp_s_danger')).toMatchObject({ isError: true })
})

it.each(['stdio', 'http'] as const)('stops a tool whose call is cancelled: %s', async (kind) => {
  const stopped = vi.fn()
  const [wait] = tools.filter(({ name }) => name === 'wait')
  const watched = {
    ...wait,
    execute: (input: never, context: Parameters<NonNullable<typeof wait>['execute']>[1]) => {
      context.signal.addEventListener('abort', stopped)
      return wait?.execute(input, context)
    },
  }
  const { call, logged } = await start(kind, { tools: [watched] })
  const controller = new AbortController()
  const progress = vi.fn()
  const work = call('mcp_s_wait', {}, { signal: controller.signal, progress })
  const patient = { timeout: 15_000 }
  await vi.waitFor(
    () => expect(progress).toHaveBeenCalledWith({ message: 'waiting', progress: 1 }),
    patient,
  )
  controller.abort()
  await expect(work).rejects.toThrow('cancelled')
  await vi.waitFor(
    () =>
      kind === 'http'
        ? expect(stopped).toHaveBeenCalled()
        : expect(logged.join()).toContain('the wait was cancelled'),
    patient,
  )
})

it('continues a conversation with an agent by the handle that it gave', async () => {
  const { call, source } = await start('stdio')
  const context = { toolCallId: 'first', signal: new AbortController().signal }
  const ask = (await source.tools({})).find(({ name }) => name === 'mcp_s_ask')
  const progress = (): void => undefined
  const first = await ask?.execute({ prompt: 'a' } as never, { ...context, progress })
  expect(first).toMatchObject({ content: [{ text: '0: a' }, { text: /session/ }] })
  const handle = source.fullResult('first')?.structuredContent as { session: string } | undefined
  const session = handle?.session ?? ''
  const second = await call('mcp_s_ask', { prompt: 'b', session })
  expect(second).toMatchObject({ content: [{ text: '1: b' }, {}] })
  const lost = await call('mcp_s_ask', { prompt: 'b', session: 'x' })
  expect(lost).toMatchObject({ isError: true, content: [{ text: 'There is no session "x".' }] })
})

it('serves clients of the older line', async () => {
  serving = await serve({ tools, transport: {} })
  const transports = [
    new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }),
    new StreamableHTTPClientTransport(new URL(serving.url ?? '')),
  ]
  for (const transport of transports) {
    const client = new Client({ name: 'old', version: '1' })
    await client.connect(transport as never)
    const { tools: listed } = await client.listTools()
    expect(listed.map(({ name }) => name)).toContain('shout')
    const result = await client.callTool({ name: 'shout', arguments: { text: 'old' } })
    expect(result.content).toEqual([{ type: 'text', text: 'OLD' }])
    await expect(client.callTool({ name: 'none' })).rejects.toThrow('Unknown tool')
    await client.close()
  }
})

it('lets in who has the token, from this machine, and nobody else', async () => {
  serving = await serve({ tools, transport: { token: 'open-sesame' } })
  const url = serving.url ?? ''
  const ask = (headers: Record<string, string>): Promise<Response> =>
    fetch(url, { method: 'POST', headers, body: '{}' })
  expect((await ask({})).status).toBe(401)
  expect((await ask({ authorization: 'Bearer open-sesam' })).status).toBe(401)
  const good = { authorization: 'Bearer open-sesame' }
  expect((await ask({ ...good, origin: 'https://evil.example' })).status).toBe(403)
  expect((await ask({ ...good, 'content-type': 'text/plain' })).status).toBe(415)
  const large = {
    ...good,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'x',
    params: { a: 'x'.repeat(5_000_000) },
  })
  expect((await fetch(url, { method: 'POST', headers: large, body })).status).toBe(413)
  open = bench({ s: { url, headers: good } })
  expect(await open.source.tools({})).toHaveLength(4)
  await expect(serve({ tools, transport: { host: '0.0.0.0' } })).rejects.toThrow('token')
})
