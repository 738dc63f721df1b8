import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rows } from '../src/rows.ts'

const main = join(import.meta.dirname, '../src/main.ts')
let sample = ''

beforeEach(async () => {
  sample = await mkdtemp(join(tmpdir(), 'autobot-parity-'))
  await cp(join(import.meta.dirname, '../sample'), sample, { recursive: true })
})
afterEach(() => rm(sample, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program; `during` gets the output so far, whenever there is more, and may stop it. */
async function run(
  args: readonly string[],
  during: (output: string, stop: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=@autobot/source', main, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: sample },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    during(stdout, (signal) => child.kill(signal))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

test('the same task comes out the same on every provider', async () => {
  const { code, stdout, stderr } = await run(['--latency', '0'])
  expect(stderr).toBe('')
  expect(code, stdout).toBe(0)
  const table = stdout.slice(stdout.indexOf('prefix'))
  for (const { model } of rows) {
    const line = table.split('\n').find((item) => item.startsWith(`${model.split('/')[0]} `))
    expect(line).toMatch(/ 3 +3 +\d+ +\d+ .* (\(first\)|yes)$/)
  }
  expect(stdout.match(/→ mcp_files_list_directory\(path: "\."\)/g)).toHaveLength(rows.length)
  expect(stdout.match(/→ mcp_files_read_text_file/g)).toHaveLength(2 * rows.length)
  expect(stdout.match(/oldest is of 1898-11-05, in logbook-kestrel/g)).toHaveLength(rows.length)
  expect(stdout).toContain(`Same messages, tool calls and results on all ${rows.length} providers`)
  expect(stdout).not.toContain('\u001B')
})

test('the answer is what stands in the files', async () => {
  const file = join(sample, 'logbook-marigold.txt')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('1904-05-19  Boiler', '1871-01-02  First boiler'))
  const { code, stdout } = await run(['--latency', '0', '--sample', sample])
  expect(code, stdout).toBe(0)
  const answers = stdout.match(/oldest is of 1871-01-02, in logbook-marigold\.txt: “First boiler/g)
  expect(answers).toHaveLength(rows.length)
})

test('without credentials --live says what is missing and asks nobody', async () => {
  const { code, stdout, stderr } = await run(['--live'])
  expect(code).toBe(2)
  expect(stdout).toContain('OPENAI_API_KEY')
  expect(stdout).toContain('AWS_ACCESS_KEY_ID')
  expect(stderr).toContain('No credentials were found')
})

test('a wrong option is refused', async () => {
  expect(await run(['--lief'])).toMatchObject({ code: 2, stdout: '' })
})

test.skipIf(process.platform !== 'linux').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGKILL', null],
] as const)('%s in the middle of a stream leaves no MCP server behind', async (signal, status) => {
  let serversAtStop: Promise<number> | undefined
  const { code } = await run(['--latency', '100', '--sample', sample], (output, stop) => {
    if (serversAtStop === undefined && output.includes('I look')) {
      serversAtStop = countServers()
      void serversAtStop.then(() => stop(signal))
    }
  })
  expect(code).toBe(status)
  expect(await serversAtStop).toBe(1)
  await expect.poll(countServers, { timeout: 10_000 }).toBe(0)
})

/** Living processes of the filesystem server that were started for this test's folder. */
async function countServers(): Promise<number> {
  let count = 0
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const words = command.split('\0')
    if (words[1]?.includes('server-filesystem') === true && words[2] === sample) count += 1
  }
  return count
}
