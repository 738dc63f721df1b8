import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import type { McpEvent, McpServerConfig } from '../src/index.ts'
import { bad, bench, type Bench } from './bench.ts'
import { temporaryFolder } from './temporary-folder.ts'

let open: Bench | undefined
afterEach(async () => {
  await open?.source.stop()
  open = undefined
})

const folder = temporaryFolder('calls', afterAll)
let files = 0

/** One server that offers just this tool. */
function start(
  name: string,
  config: McpServerConfig = {},
  more: Parameters<typeof bench>[1] = {},
  annotations: object = {},
): Bench {
  const changes = join(folder, `${files++}.json`)
  writeFileSync(changes, JSON.stringify([{ name, annotations }]))
  const env = { CHANGES: changes, ONCE: join(folder, `once-${files}`) }
  return (open = bench({ x: bad('', { ...config, env }) }, more))
}

it('fails a call whose answer is too large at once, and only that one', async () => {
  const { call } = start('large', { maxMessageBytes: 1_000_000 })
  await expect(call('mcp_x_large', { megabytes: 4 })).rejects.toThrow(/message of \d{7} bytes/)
  const { content } = await call('mcp_x_large', { megabytes: 0.01 })
  expect(content[0]?.text).toMatch(/^é+$/)
})

it('reads characters that come in pieces', async () => {
  const { call, source } = start('large')
  const { signal } = new AbortController()
  const tool = (await source.tools({}))[0]
  const context = { toolCallId: 'c', signal, progress: () => undefined }
  await tool?.execute({ megabytes: 4 } as never, context)
  const [whole] = source.fullResult('c')?.content ?? []
  expect(whole?.type === 'text' && whole.text === 'é'.repeat(2_000_000)).toBe(true)
  expect((await call('mcp_x_large', { megabytes: 4 })).content[0]?.text).toMatch(/truncated/)
})

it('sends a call twice only to a trusted server that says it does no harm', async () => {
  const harmless = { idempotentHint: true }
  const trusted = start('once', { trusted: true }, {}, harmless)
  expect(await trusted.call('mcp_x_once')).toMatchObject({ content: [{ text: 'second time' }] })
  await trusted.source.stop()
  const other = start('once', {}, {}, harmless)
  await expect(other.call('mcp_x_once')).rejects.toThrow('is not running')
})

it('leaves a server alone that ended, where that is asked for', async () => {
  const { call, notes } = start('crash', { restart: 'never' })
  await expect(call('mcp_x_crash')).rejects.toThrow('is not running')
  await expect(call('mcp_x_crash')).rejects.toThrow('is not running')
  expect(notes().filter((note) => note.startsWith('start'))).toHaveLength(1)
})

it.each([
  [undefined, 3],
  [1, 1],
] as const)('runs calls of a server side by side, at most %s', async (maxConcurrency, most) => {
  const { call, tool } = start('busy', maxConcurrency === undefined ? {} : { maxConcurrency })
  await tool('mcp_x_busy')
  const results = await Promise.all([1, 2, 3].map(() => call('mcp_x_busy')))
  const counts = results.map(({ content }) => Number(content[0]?.text))
  expect(Math.max(...counts)).toBe(most)
})

it('shows the page of a server, and then sends the call that it had refused', async () => {
  const elicit = vi.fn(() => ({ action: 'accept' as const }))
  const { call } = start('page', {}, { elicit })
  expect(await call('mcp_x_page')).toMatchObject({ content: [{ text: 'agreed' }] })
  expect(elicit.mock.calls[0]).toEqual([
    { mode: 'url', server: 'x', message: 'Pay', url: 'https://pay.example/' },
    expect.anything(),
  ])
})

it('gives a person more time than a server', async () => {
  const elicit = async () => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    return { action: 'accept' as const, content: { name: 'Ada' } }
  }
  const { call } = start('person', { callTimeoutMs: 250 }, { elicit })
  const { content } = await call('mcp_x_person')
  expect(content[0]?.text).toContain('Ada')
})

it('tells a server that asks for a person where none is', async () => {
  const { call } = start('person', { callTimeoutMs: 3000 })
  // It gets an error at once, and does not wait.
  expect(JSON.stringify((await call('mcp_x_person')).content)).not.toContain('Ada')
})

it('tells the application of each call, without what was said', async () => {
  const events: McpEvent[] = []
  const { call } = start('echo', {}, { onEvent: (event) => events.push(event) })
  await call('mcp_x_echo', { text: 'secret words' })
  const [event] = events.filter(({ type }) => type === 'call')
  expect(event).toMatchObject({ server: 'x', tool: 'echo', outcome: 'ok', bytes: 12 })
  expect(JSON.stringify(event)).not.toContain('secret')
})

it('asks for approval of the tools that are named', async () => {
  const { tool } = start('echo', { needsApproval: ['ec*'] })
  expect((await tool('mcp_x_echo')).needsApproval).toBe(true)
})

it('loads nothing heavy before there is a server', () => {
  const index = new URL('../src/index.ts', import.meta.url).href
  const program = `
    import { registerHooks } from 'node:module'
    registerHooks({ load(url, context, next) { console.log(url); return next(url, context) } })
    const { mcpSource } = await import(${JSON.stringify(index)})
    await mcpSource({ servers: {} }, () => ({ now: () => 0 })).tools({})`
  const args = [
    '--conditions=@autobot/source',
    '--no-warnings',
    '--input-type=module',
    '-e',
    program,
  ]
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stdout).toContain('source.ts')
  expect(stdout).not.toContain('@modelcontextprotocol')
  expect(stdout).not.toContain('zod')
})
