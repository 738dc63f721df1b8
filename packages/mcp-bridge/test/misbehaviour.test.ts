import { afterEach, expect, it, vi } from 'vitest'
import type { ToolProgress } from '@autobot/core/provider'
import { memoryStore } from '../src/index.ts'
import { bad, bench, type Bench } from './bench.ts'
import { isAlive } from './processes.ts'

let open: Bench | undefined
const start = (servers: Parameters<typeof bench>[0]): Bench => (open = bench(servers))

const pids = (from: Bench): number[] =>
  from.notes().flatMap((note) => {
    const found = /^(?:start|child) (\d+)$/.exec(note)
    return found === null ? [] : [Number(found[1])]
  })

// Whatever a test did, no process of it may be left.
afterEach(async () => {
  await open?.source.stop()
  await vi.waitFor(() => expect(open === undefined ? [] : pids(open).filter(isAlive)).toEqual([]), {
    timeout: 10_000,
  })
  open = undefined
})

it('skips what is no message on the output', async () => {
  const { call } = start({ x: bad('noise') })
  expect(await call('mcp_x_echo', { text: 'hé' })).toEqual({
    content: [{ type: 'text', text: 'hé' }],
    isError: false,
  })
})

it('reads 10 MB of stderr without stalling', async () => {
  const { call } = start({ x: bad('flood') })
  expect((await call('mcp_x_echo', { text: 'a' })).content).toHaveLength(1)
})

it('keeps the good tools of a list with malformed ones, and says what it left out', async () => {
  const { source } = start({ x: bad('malformed') })
  const tools = await source.tools({})
  const names = tools.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['mcp_x_bare', 'mcp_x_nullable', 'mcp_x_echo']))
  expect(names).not.toContain('mcp_x_list')
  expect(tools.every(({ inputSchema }) => inputSchema['type'] === 'object')).toBe(true)
  expect(tools.find(({ name }) => name === 'mcp_x_echo')?.description).toBe('[x] Does echo.')
  expect(source.warnings?.().filter(({ code }) => code === 'mcp_tool_left_out')).toHaveLength(3)
})

it('ends a list that never ends', async () => {
  const { source } = start({ x: bad('endless') })
  expect(await source.tools({})).toHaveLength(8)
  expect(JSON.stringify(source.warnings?.())).toContain('does not end')
})

it('keeps the good blocks of a result with unknown and unreadable ones', async () => {
  const { call } = start({ x: bad('') })
  const { content } = await call('mcp_x_odd')
  expect(content).toHaveLength(3)
  expect(content[2]).toEqual({ type: 'text', text: 'still here' })
})

it('tells the model of a crash, does not repeat the call, and starts the server again', async () => {
  const { call, notes } = start({ x: bad('') })
  await expect(call('mcp_x_crash')).rejects.toThrow(/^MCP server 'x' is not running.*exit code 7/)
  expect(await call('mcp_x_echo', { text: 'back' })).toMatchObject({ isError: false })
  expect(notes().filter((note) => note === 'call crash')).toHaveLength(1)
  expect(notes().filter((note) => note.startsWith('start'))).toHaveLength(2)
})

it('speaks with old servers, and says which protocol it does not know', async () => {
  const old = start({
    x: bad('', { env: { PROTOCOL: '2024-11-05' } }),
    y: bad('', { env: { PROTOCOL: '1999-01-01' } }),
  })
  await old.source.tools({})
  expect(old.source.warnings?.()).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/'y' .*protocol version is not supported/) as string,
    }),
  ])
  expect(await old.call('mcp_x_echo', { text: 'a' })).toMatchObject({ isError: false })
})

it('remembers that a server dies of a question, and does not ask again', async () => {
  const store = memoryStore()
  const first = bench({ x: bad('exits-on-probe') }, { store }).source
  await first.tools({})
  await first.stop()
  const { call, notes } = (open = bench({ x: bad('exits-on-probe') }, { store }))
  await call('mcp_x_echo', { text: 'a' })
  expect(notes().filter((note) => note.startsWith('start'))).toHaveLength(1)
})

it('starts a server again that dies of the question for the newer protocol', async () => {
  const { call, notes } = start({ x: bad('exits-on-probe') })
  expect(await call('mcp_x_echo', { text: 'a' })).toMatchObject({ isError: false })
  expect(notes().filter((note) => note.startsWith('start'))).toHaveLength(2)
})

it('does not let one bad server cost another, and says why each is not there', async () => {
  const { logged, source } = start({
    good: bad(''),
    dead: bad('dead', { startTimeoutMs: 300 }),
    exits: bad('exits', { env: { TOKEN: 'tok-123456' } }),
    gone: { command: 'no-such-program-at-all' },
    none: {},
    off: { command: 'no-such-program-at-all', enabled: false },
  })
  const tools = await source.tools({})
  expect(tools).toHaveLength(8)
  expect(tools.every(({ name }) => name.startsWith('mcp_good_'))).toBe(true)
  const reasons = source.warnings?.().map(({ message }) => message)
  expect(reasons).toEqual([
    expect.stringMatching(/'none' .*neither command nor url/),
    expect.stringMatching(/'dead' .*within 0\.3 s/),
    expect.stringMatching(/'exits' .*exit code 3.*cannot start/s),
    expect.stringMatching(/'gone' .*not found/),
  ])
  expect(JSON.stringify([reasons, logged])).not.toContain('tok-123456')
})

it('gives a server PATH, HOME, LANG and what is configured, and nothing else', async () => {
  process.env['SECRET_CANARY'] = 'canary'
  const { call } = start({ x: bad('', { env: { EXTRA: '1' } }) })
  const { content } = await call('mcp_x_environment')
  const names = Object.keys(JSON.parse(content[0]?.text ?? '') as object)
  const allowed = ['PATH', 'HOME', 'LANG', 'MODE', 'EXTRA', 'LOG']
  expect(names.filter((name) => !allowed.includes(name))).toEqual([])
  expect(names).toContain('PATH')
  expect(names).toContain('EXTRA')
})

it('gives up on a silent call and tells the server, without the reason of the caller', async () => {
  const { call, notes } = start({ x: bad('', { timeoutMs: 200 }) })
  await expect(call('mcp_x_silent')).rejects.toThrow('MCP request timed out after 0.2s')
  const controller = new AbortController()
  const work = call('mcp_x_silent', {}, { signal: controller.signal })
  await vi.waitFor(() => expect(notes().filter((note) => note === 'call silent')).toHaveLength(2), {
    timeout: 10_000,
  })
  controller.abort(new Error('a private reason'))
  await expect(work).rejects.toThrow('The call was cancelled.')
  await vi.waitFor(
    () => {
      expect(notes().filter((note) => note.startsWith('cancelled'))).toHaveLength(2)
    },
    { timeout: 10_000 },
  )
  expect(notes().join()).not.toContain('private')
})

it('waits longer than the limit while progress is reported', async () => {
  const { call } = start({ x: bad('', { timeoutMs: 400 }) })
  const updates: ToolProgress[] = []
  const result = await call('mcp_x_progress', {}, { progress: (update) => updates.push(update) })
  expect(result).toEqual({ content: [{ type: 'text', text: 'done' }], isError: false })
  expect(updates[0]).toEqual({ message: 'step 1', progress: 1, total: 6 })
})

it('turns errors of the protocol and empty errors into text for the model', async () => {
  const { call } = start({ x: bad('') })
  await expect(call('mcp_x_rpcerror')).rejects.toThrow('no luck')
  await expect(call('mcp_x_empty')).rejects.toThrow('did not say why')
})

it('ends a server that ignores TERM, and its child', async () => {
  const { call, notes, source } = start({ x: bad('stubborn') })
  await call('mcp_x_echo', { text: 'a' })
  const child = notes().find((note) => note.startsWith('child'))
  expect(isAlive(Number(child?.slice(6)))).toBe(true)
  await source.stop()
  // A killed process is there until its parent has read how it ended; for a grandchild that is init.
  await expect.poll(() => pids(open as Bench).filter(isAlive), { timeout: 5_000 }).toEqual([])
})

it('answers calls after the end with an error', async () => {
  const { source, tool } = start({ x: bad('') })
  const echo = await tool('mcp_x_echo')
  await source.stop()
  const context = {
    toolCallId: 'c',
    signal: new AbortController().signal,
    progress: () => undefined,
  }
  await expect(echo.execute({} as never, context)).rejects.toThrow("MCP server 'x' is not running")
})

it('does not tell a model the credentials that it gave to a server', async () => {
  const env = { API_TOKEN: 'tok-12345678', FOLDER: '/some/folder' }
  const { call } = start({ x: bad('', { env }) })
  const said = (await call('mcp_x_environment')).content[0]?.text ?? ''
  expect(said).toContain('"API_TOKEN":"[redacted]"')
  // What is no credential stays: tools speak of folders.
  expect(said).toContain('/some/folder')
})
