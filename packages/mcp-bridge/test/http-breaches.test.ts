import { afterEach, describe, expect, it } from 'vitest'
import type { McpServerConfig } from '../src/index.ts'
import { bench, type Bench } from './bench.ts'
import { worseHttp, type WorseHttp } from './servers/worse-http.ts'

let open: Bench | undefined
let remotes: WorseHttp[] = []
afterEach(async () => {
  await open?.source.stop()
  for (const each of remotes) each.close()
  open = undefined
  remotes = []
})

async function start(mode: string, config: McpServerConfig = {}) {
  const remote = await worseHttp(mode)
  remotes.push(remote)
  const headers = { 'x-api-key': 'tok-123456789' }
  open = bench({ far: { url: remote.url, headers, startTimeoutMs: 3000, ...config } })
  return { remote, at: open }
}
const say = (at: Bench, text = 'a') => at.call('mcp_far_echo', { text })
const problem = async (at: Bench): Promise<string> => {
  expect(await at.source.tools({})).toEqual([])
  const said = (at.source.warnings?.() ?? []).map(({ message }) => message).join()
  expect(said + at.logged.join()).not.toContain('tok-123456789')
  return said
}

describe('a remote server', () => {
  it.each([
    ['status 401', /401|[Uu]nauthorized|authorization/],
    ['status 403', /403|[Ff]orbidden/],
    ['status 404', /404/],
    ['status 500', /500/],
    ['page', /content type|text\/html/],
    ['not-json', /./],
    ['hangs', /within 3 s/],
  ])('that answers with %s is not ready, and says why', async (mode, why) => {
    const { at } = await start(mode)
    expect(await problem(at)).toMatch(why)
  })

  it('that hangs over the question for the newer protocol is met in the older one', async () => {
    const { at } = await start('hangs-on-probe')
    expect(await say(at)).toMatchObject({ content: [{ text: 'a' }] })
  })

  it('that sends us elsewhere is not followed, and elsewhere sees no secret', async () => {
    const elsewhere = await worseHttp()
    remotes.push(elsewhere)
    const { at } = await start(`redirect ${elsewhere.url.replace('127.0.0.1', 'localhost')}`)
    expect(await problem(at)).not.toBe('')
    expect(elsewhere.headers.filter((sent) => sent['x-api-key'] !== undefined)).toEqual([])
    expect(elsewhere.seen).toEqual([])
  })

  it('is told when a session is over', async () => {
    const { remote, at } = await start('')
    await say(at)
    await at.source.stop()
    expect(remote.seen.at(-1)).toBe('DELETE /mcp')
    expect(remote.headers.at(-1)?.['mcp-session-id']).toBe('s1')
  })

  it('that is asked by nobody any more does not keep us from stopping', async () => {
    const { remote, at } = await start('')
    await say(at)
    remote.mode = 'hangs'
    await at.source.stop()
    expect(at.source.status()[0]?.state).toBe('stopped')
  })
})

describe('a call to a remote server', () => {
  it.each([
    ['status 500 call', /MCP tool error: .*500/],
    ['status 403 call', /MCP tool error/],
    ['status 401 call', /MCP tool error|authoriz/i],
    ['stream cut', /MCP tool error|timed out/],
    ['stream torn', /MCP tool error|timed out/],
    ['page', /MCP tool error/],
    ['not-json', /MCP tool error/],
    ['hangs', /timed out after 0.8s/],
  ])('that ends with %s is an error, sent once, and the next one works', async (mode, error) => {
    const { remote, at } = await start('', { callTimeoutMs: 800 })
    await at.tool('mcp_far_echo')
    remote.mode = mode
    await expect(say(at)).rejects.toThrow(error)
    expect(remote.seen.filter((each) => each.endsWith('tools/call'))).toHaveLength(1)
    remote.mode = ''
    expect(await say(at, 'again')).toMatchObject({ content: [{ text: 'again' }] })
  })

  it('reads an answer among noise of a stream', async () => {
    const { remote, at } = await start('')
    await at.tool('mcp_far_echo')
    remote.mode = 'stream noise'
    expect(await say(at)).toMatchObject({ content: [{ text: 'a' }] })
  })

  it.each([
    'rpc -32600 No valid session ID provided',
    'rpc -32001 Session not found',
    'rpc -32000 Bad Request: Server not initialized, no session',
  ])('that a server refuses as of no session is sent again in a new one: %s', async (mode) => {
    const { remote, at } = await start('')
    await at.tool('mcp_far_echo')
    remote.mode = mode
    expect(await say(at)).toMatchObject({ content: [{ text: 'a' }] })
    expect(remote.seen.filter((each) => each.endsWith('initialize'))).toHaveLength(2)
  })

  it('opens one new session for calls that find the old one gone at the same time', async () => {
    const { remote, at } = await start('')
    await at.tool('mcp_far_echo')
    remote.mode = 'status 404 call'
    const calls = Promise.allSettled([1, 2, 3].map(() => say(at)))
    await calls
    expect(remote.seen.filter((each) => each.endsWith('initialize')).length).toBeLessThanOrEqual(2)
  })

  it('carries the trace beside the arguments', async () => {
    const remote = await worseHttp()
    remotes.push(remote)
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    open = bench({ far: { url: remote.url } }, { traceContext: () => ({ traceparent }) })
    await say(open)
    expect(remote.calls[0]).toMatchObject({ arguments: { text: 'a' }, _meta: { traceparent } })
  })
})
