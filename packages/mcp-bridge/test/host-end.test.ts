import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import { badServer } from './bench.ts'
import { alive } from './processes.ts'
import { temporaryFolder } from './temporary-folder.ts'

const owner = fileURLToPath(new URL('servers/owner.ts', import.meta.url))
const require = createRequire(import.meta.url)
const filesystem = join(
  dirname(require.resolve('@modelcontextprotocol/server-filesystem/package.json')),
  'dist/index.js',
)

interface End {
  readonly signal?: NodeJS.Signals | undefined
  readonly mode?: string
  /** Called while the server runs. */
  readonly before?: () => void
}

async function run(how: string, server: readonly string[], end: End): Promise<string> {
  const { signal, mode = '', before } = end
  const args = ['--conditions=@autobot/source', '--no-warnings', owner, how, ...server]
  const program = spawn(process.execPath, args, {
    env: { ...process.env, MODE: mode },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(program, 'exit')
  const [first] = (await once(program.stdout, 'data')) as [Buffer]
  expect(first.toString()).toMatch(/^ready [1-9]/)
  before?.()
  if (signal !== undefined) program.kill(signal)
  const [code, by] = (await ended) as [number | null, string | null]
  return by ?? `code ${code}`
}

/** A server with a path of its own, so that its processes can be told from all others. */
function stubborn(): string {
  const copy = join(temporaryFolder('owner', onTestFinished), 'bad.mjs')
  copyFileSync(badServer, copy)
  return copy
}

it.each([
  ['exit', undefined, 'code 0'],
  ['throw', undefined, 'code 1'],
  ['wait', 'SIGTERM', 'SIGTERM'],
  ['wait', 'SIGINT', 'SIGINT'],
] as const)(
  'leaves no server behind when the program ends: %s %s',
  async (how, signal, expected) => {
    const script = stubborn()
    // It ignores TERM and the end of its input, as does its child: only a kill of the group helps.
    expect(await run(how, [script], { signal, mode: 'stubborn' })).toBe(expected)
    await vi.waitFor(() => expect(alive(script)).toEqual([]))
  },
)

it('leaves no server behind when the program is killed and the server ignores that', async () => {
  const script = stubborn()
  expect(await run('wait', [script], { signal: 'SIGKILL', mode: 'stubborn' })).toBe('SIGKILL')
  await vi.waitFor(() => expect(alive(script)).toEqual([]), { timeout: 15_000, interval: 200 })
})

it('leaves no server behind when the program is killed', async () => {
  const folder = temporaryFolder('killed', onTestFinished)
  const before = (): void => expect(alive(folder)).not.toEqual([])
  expect(await run('wait', [filesystem, folder], { signal: 'SIGKILL', before })).toBe('SIGKILL')
  await vi.waitFor(() => expect(alive(folder)).toEqual([]), { timeout: 10_000 })
})
