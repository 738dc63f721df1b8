import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { McpEvent, McpServerConfig } from '../src/index.ts'
import { bad, bench, type Bench } from './bench.ts'
import { isAlive } from './processes.ts'

const program = fileURLToPath(new URL('servers/worse.mjs', import.meta.url))
const worse = (mode: string, { env, ...more }: McpServerConfig = {}): McpServerConfig => ({
  command: process.execPath,
  args: [program],
  env: { MODE: mode, ...env },
  ...more,
})

let open: Bench | undefined
const start = (
  mode: string,
  config: McpServerConfig = {},
  ...more: [Parameters<typeof bench>[1]?]
) => (open = bench({ x: worse(mode, config), good: bad('', { tools: ['echo'] }) }, ...more))
const text = async (call: Promise<{ content: readonly { text?: string }[] }>): Promise<string> =>
  (await call).content.map((part) => part.text ?? '').join('')
const warnings = (from: Bench): string =>
  (from.source.warnings?.() ?? []).map(({ message }) => message).join('\n')

afterEach(async () => {
  // Whatever it did: its neighbour works, and no process of it is left.
  if (open === undefined) return
  expect(await text(open.call('mcp_good_echo', { text: 'fine' }))).toBe('fine')
  await open.source.stop()
  const pids = open.notes().flatMap((note) => /^start (\d+)$/.exec(note)?.[1] ?? [])
  await vi.waitFor(() => expect(pids.map(Number).filter(isAlive)).toEqual([]), { timeout: 5000 })
  open = undefined
})

describe('a list of tools', () => {
  it.each([
    ['no-schema', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['null-schema', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['no-type', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['any-of-root', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['numeric-description', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['annotation-text', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['array-output', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['ref-cycle', ['mcp_x_echo', 'mcp_x_odd'], ''],
    ['array-schema', ['mcp_x_echo'], 'its input is not an object'],
    ['no-name', ['mcp_x_echo'], 'without a name'],
    ['same-name', ['mcp_x_echo'], '"echo" is listed more than once'],
    ['deep', ['mcp_x_echo'], 'more than 64 levels'],
    ['wide', ['mcp_x_echo'], 'its schema takes 3'],
    ['not-a-list', [], 'not a list'],
    ['no-capability', [], ''],
  ])('of the kind %s costs at most its own tool', async (mode, names, warning) => {
    const at = start(mode)
    const found = (await at.source.tools({})).map(({ name }) => name)
    expect(found.filter((name) => name.startsWith('mcp_x_'))).toEqual(names)
    if (warning === '') expect(warnings(at)).toBe('')
    else expect(warnings(at)).toContain(warning)
  })

  it.each([
    ['pages:5', 5, ''],
    ['loop-cursor', 3, 'does not end'],
    ['endless', 64, 'does not end'],
    ['many:5100', 5000, 'more than 5000 tools'],
    ['broken-page', 1, 'a later page'],
  ])('of %s is read as far as it goes', async (mode, count, warning) => {
    const at = start(mode, {}, { search: 'never' })
    const found = await at.source.tools({})
    expect(found.filter(({ name }) => name.startsWith('mcp_x_'))).toHaveLength(count)
    expect(warnings(at)).toContain(warning)
  })

  it.each(['silent-page', 'slow-pages:250'])('with %s leaves what was read', async (mode) => {
    const at = start(mode, { startTimeoutMs: 4000 }, { search: 'never' })
    const found = await at.source.tools({})
    expect(found.filter(({ name }) => name.startsWith('mcp_x_')).length).toBeGreaterThan(0)
    expect(warnings(at)).toMatch(/a later page|takes too long/)
  })

  it('never makes us ask an address that a schema names', async () => {
    let asked = 0
    const elsewhere = createServer((_, response) => {
      asked++
      response.end('{}')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const { port } = elsewhere.address() as AddressInfo
    const at = start('remote-ref', { env: { REF: `http://127.0.0.1:${port}/schema.json` } })
    expect((await at.source.tools({})).map(({ name }) => name)).toContain('mcp_x_odd')
    expect(await text(at.call('mcp_x_odd', { text: 'a' }))).toBe('a')
    expect(asked).toBe(0)
    elsewhere.close()
  })

  it('has names that every provider takes, whatever the server calls them', async () => {
    const at = start('long-name')
    const names = (await at.source.tools({})).map(({ name }) => name)
    expect(new Set(names).size).toBe(6)
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/)
  })

  it('is read once after a storm of changes, and an equal one is no change', async () => {
    const events: McpEvent[] = []
    const at = start('storm', {}, { onEvent: (event) => events.push(event) })
    await at.source.tools({})
    await vi.waitFor(
      async () => {
        await at.source.tools({})
        expect(at.notes().filter((note) => note === 'list')).toHaveLength(3)
      },
      { timeout: 10_000 },
    )
    await at.source.tools({})
    expect(at.notes().filter((note) => note === 'list')).toHaveLength(3)
    const changes = events.filter(({ type, server }) => type === 'tools_changed' && server === 'x')
    expect(changes).toHaveLength(1)
  })

  it('shows a model no character that people do not see', async () => {
    const at = start('escapes')
    const { description } = await at.tool('mcp_x_odd')
    expect(description).toBe('[x] [31mred[0m hidden')
    expect(warnings(at)).toContain('nobody sees')
  })
})

describe('an answer', () => {
  it.each(['twice', 'bytes', 'crlf', 'batch', 'garbage', 'asks', 'text-id'])(
    'is read all the same: %s',
    async (mode) => {
      const at = start(mode, { callTimeoutMs: 8000 })
      for (const said of ['one', 'twö']) {
        expect(await text(at.call('mcp_x_echo', { text: said }))).toBe(said)
      }
    },
  )

  it.each(['wrong-id', 'null-id'])('that is none ends with the time: %s', async (mode) => {
    const at = start(mode, { callTimeoutMs: 400 })
    await expect(at.call('mcp_x_echo', { text: 'a' })).rejects.toThrow(/timed out|MCP tool error/)
  })

  it('to an earlier call is not taken for the answer to this one', async () => {
    const at = start('late', { callTimeoutMs: 400 })
    await expect(at.call('mcp_x_echo', { text: 'a' })).rejects.toThrow('timed out')
    expect(await text(at.call('mcp_x_echo', { text: 'b' }))).toBe('b')
  })

  it('to a cancelled call is ignored', async () => {
    const at = start('answers-cancelled')
    const stop = new AbortController()
    await at.tool('mcp_x_echo')
    stop.abort()
    await expect(at.call('mcp_x_echo', { text: 'a' }, { signal: stop.signal })).rejects.toThrow()
    expect(await text(at.call('mcp_x_echo', { text: 'b' }))).toBe('b')
  })

  it('with bytes that are no UTF-8 keeps what is', async () => {
    const at = start('invalid-utf8')
    expect(await text(at.call('mcp_x_echo', { text: 'a' }))).toMatch(/^a\ufffd+b$/)
  })

  it('that breaks off with its server says so, and the next call starts it again', async () => {
    const at = start('half')
    await expect(at.call('mcp_x_echo', { text: 'a' })).rejects.toThrow(/not running.*exit code 1/)
    await expect(at.call('mcp_x_echo', { text: 'a' })).rejects.toThrow('not running')
    expect(at.notes().filter((note) => note.startsWith('call'))).toHaveLength(2)
  })

  it('of a server that closed its output ends with the time', async () => {
    const at = start('closes-output', { callTimeoutMs: 400 })
    await expect(at.call('mcp_x_echo', { text: 'a' })).rejects.toThrow(/timed out|not running/)
  })

  it.each([
    ['neither', 'a', 'holds no result'],
    ['not-a-result', 'null', 'holds no result'],
    ['not-a-result', 'text', 'holds no result'],
    ['both', 'a', 'both'],
  ])('that is no result is an error at once: %s %s', async (mode, said, error) => {
    const at = start(mode)
    await expect(at.call('mcp_x_echo', { text: said })).rejects.toThrow(error)
  })

  it('keeps its text when the rest of it is too deep to be read', async () => {
    const at = start('bottomless-result')
    expect(await text(at.call('mcp_x_echo', { text: 'a' }))).toBe('deep')
  })

  it('gives nothing a prototype', async () => {
    const at = start('prototype')
    expect(await text(at.call('mcp_x_echo', { text: 'a' }))).toBe('{"a":1}')
    const kept = at.source.fullResult('c')?.structuredContent
    expect(Object.assign({}, kept)).toEqual({ a: 1 })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('that is not as announced is used, and that is said', async () => {
    const events: McpEvent[] = []
    const at = start('outputs', {}, { onEvent: (event) => events.push(event) })
    const said: [string, string][] = [
      ['no_struct', 'n is 1'],
      ['bad_struct', 'n is one'],
      ['error_struct', 'broke'],
      ['good_struct', 'n is 1'],
    ]
    for (const [name, result] of said) expect(await text(at.call(`mcp_x_${name}`))).toBe(result)
    const calls = events.flatMap((event) => (event.type === 'call' ? [event] : []))
    expect(calls.map(({ mismatch }) => mismatch !== undefined)).toEqual([true, true, false, false])
    expect(warnings(at)).toMatch(/"no-struct" was used although.*missing/)
    expect(warnings(at)).toMatch(/"bad-struct" was used although.*not as its schema says/)
  })
})

describe('a server', () => {
  it.each(['hangs-at-start', 'no-handshake'])('that %s is given up', async (mode) => {
    const at = start(mode, { startTimeoutMs: 1500 })
    const names = (await at.source.tools({})).map(({ name }) => name)
    expect(names).toEqual(['mcp_good_echo'])
    expect(warnings(at)).toContain('not ready within 1.5 s')
  })

  it('that leaves after the handshake is not running, and is started again', async () => {
    const at = start('leaves-after-handshake')
    await at.source.tools({})
    await vi.waitFor(() => expect(at.source.status()[0]?.state).toBe('failed'), { timeout: 10_000 })
    expect(warnings(at)).toContain('exit code 0')
  })

  it('that does not read what it is sent costs its call, and no more', async () => {
    const at = start('closes-input', { callTimeoutMs: 500 })
    await at.tool('mcp_x_echo')
    await new Promise((resolve) => setTimeout(resolve, 400))
    const large = { text: 'x'.repeat(4_000_000) }
    await expect(at.call('mcp_x_echo', large)).rejects.toThrow(/MCP|timed out/)
  })

  it('that prints what is no message is diagnosed', async () => {
    const at = start('garbage')
    await at.call('mcp_x_echo', { text: 'a' })
    const [{ noise } = { noise: undefined }] = at.source.status()
    expect(noise?.lines).toBeGreaterThanOrEqual(4)
    expect(noise?.first).toHaveLength(3)
  })
})
