import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadedSession, Message } from '@autobot/core/provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFileSessionStore } from '../src/index.ts'

const writer = fileURLToPath(new URL('writer.ts', import.meta.url))
// AUTOBOT_KILLS=200 is the full measure.
const kills = Number(process.env['AUTOBOT_KILLS'] ?? 30)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'autobot-kill-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function start(...args: readonly string[]) {
  const all = ['--conditions=@autobot/source', writer, folder, ...args]
  return spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Kills a writer some time after it has opened the session; returns the last message it confirmed. */
async function killWriter(id: string, size: number, delayMs: number): Promise<number> {
  const child = start(id, String(size))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), delayMs)
    output += text
  })
  await new Promise((resolve) => child.once('close', resolve))
  // What stands behind the last line feed was not confirmed whole.
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n')
  return Math.max(-1, ...lines.map(Number).filter((number) => !Number.isNaN(number)))
}

const numberOf = ({ content: [part] }: Message): number =>
  part?.type === 'text' ? Number(part.text.split(':')[0]) : Number.NaN

/** Each number once and in order, from 0 or from where the summary ends. */
function checkNumbers(session: LoadedSession | undefined, confirmed: number): void {
  const { messages = [], summarised = 0, warnings = [] } = session ?? {}
  const told = messages.slice(summarised > 0 ? 1 : 0).map(numberOf)
  expect(told).toEqual(told.map((_, index) => summarised + index))
  expect(summarised + told.length).toBeGreaterThan(confirmed)
  expect(warnings.filter(({ code }) => code !== 'session_torn')).toEqual([])
}

test(
  `${kills} kills of the writer lose no confirmed message and never the session`,
  async () => {
    const store = createFileSessionStore({ folder })
    let seed = 7
    let confirmed = -1
    let torn = 0
    let summarised = 0
    let id = ''
    for (let round = 0; round < kills; round += 1) {
      // Only a write of many pages can be cut off in its middle; a long session costs time to read.
      const big = round % 10 >= 7
      if (big || round % 10 === 0) {
        id = `killed:${round}`
        confirmed = -1
      }
      seed = (seed * 48_271) % 2_147_483_647
      const size = big ? 12_000_000 : round % 3 === 0 ? 400_000 : 200
      confirmed = Math.max(confirmed, await killWriter(id, size, (seed % (big ? 900 : 240)) / 10))
      const loaded = await store.load(id)
      checkNumbers(loaded, confirmed)
      checkNumbers(await store.load(id, { original: true }), confirmed)
      torn += loaded?.warnings.length ?? 0
      summarised = Math.max(summarised, loaded?.summarised ?? 0)
    }
    // Were no write ever cut off, or nothing summarised, the moments would prove nothing.
    if (kills >= 200) expect(Math.min(torn, summarised)).toBeGreaterThan(0)
    // The last writer's lock is a dead process's: it is taken over and does not stay behind.
    for (const { id: killed } of await store.list()) await (await store.open(killed)).close()
    expect((await readdir(folder)).filter((name) => name.includes('.lock'))).toEqual([])
  },
  60_000 + kills * 10_000,
)

test('a living writer keeps others out and says which process it is', async () => {
  const child = start('busy', '10')
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.stdout.resume()
  const store = createFileSessionStore({ folder })
  await store.load('busy')
  await expect(store.open('busy')).rejects.toMatchObject({ code: 'locked', pid: child.pid })
  await expect(store.delete('busy')).rejects.toMatchObject({ code: 'locked' })
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  await store.append('busy', [{ role: 'user', content: [] }])
  expect(await store.delete('busy')).toBe(true)
})

test('two processes on one session are refused now and then, and never write into each other', async () => {
  const outputs = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const child = start('both', '0', name)
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
      return output.split('\n').filter((line) => /^\d+$/.test(line)).length
    }),
  )
  expect(outputs).toEqual([40, 40])
  const loaded = await createFileSessionStore({ folder }).load('both')
  expect(loaded?.warnings).toEqual([])
  const texts = loaded?.messages.map(({ content: [part] }) =>
    part?.type === 'text' ? part.text : '',
  )
  for (const name of ['a', 'b']) {
    const own = texts?.filter((text) => text.startsWith(`${name}:`))
    expect(own).toEqual(Array.from({ length: 40 }, (_, number) => `${name}:${number}`))
  }
  expect(texts).toHaveLength(80)
}, 60_000)
