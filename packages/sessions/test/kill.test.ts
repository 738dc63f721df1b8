import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFileSessionStore } from '../src/index.ts'

const writer = fileURLToPath(new URL('writer.ts', import.meta.url))
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'autobot-kill-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs the writer, kills it `delayMs` after its first message; returns the last one it confirmed. */
async function killWriter(size: number, delayMs: number): Promise<number> {
  const args = ['--conditions=@autobot/source', writer, folder, 'cli:default', String(size)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), delayMs)
    output += text
  })
  await new Promise((resolve) => child.once('close', resolve))
  return Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1))
}

test('thirty kills of the writer lose no confirmed message and never the session', async () => {
  const store = createFileSessionStore({ folder })
  let seed = 7
  for (let round = 0; round < 30; round += 1) {
    seed = (seed * 48_271) % 2_147_483_647
    const size = round % 3 === 0 ? 400_000 : 200
    const confirmed = await killWriter(size, seed % 12)
    const loaded = await store.load('cli:default')
    const numbers = loaded?.messages.map(({ content: [part] }) =>
      Number(part?.type === 'text' ? part.text.split(':')[0] : Number.NaN),
    )
    expect(numbers).toEqual(numbers?.map((_, index) => index))
    expect(numbers?.length).toBeGreaterThan(confirmed)
    expect(loaded?.warnings.filter(({ code }) => code !== 'session_torn')).toEqual([])
  }
  // The last writer's lock is a dead process's: it is taken over and does not stay behind.
  const session = await store.open('cli:default')
  await session.close()
  expect((await readdir(folder)).filter((name) => name.includes('.lock'))).toEqual([])
}, 120_000)

test('a living writer keeps others out and says which process it is', async () => {
  const args = ['--conditions=@autobot/source', writer, folder, 'busy', '10']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.stdout.resume()
  const store = createFileSessionStore({ folder })
  await expect(store.open('busy')).rejects.toMatchObject({ code: 'locked', pid: child.pid })
  await expect(store.delete('busy')).rejects.toMatchObject({ code: 'locked' })
  expect((await store.load('busy'))?.messages.length).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  await store.append('busy', [{ role: 'user', content: [] }])
  expect(await store.delete('busy')).toBe(true)
})
