import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAutobot, withFolder } from '../run-autobot.ts'
import { keys, openTerminal, type Terminal } from '../terminal.ts'

// Closed ports: nothing that happens to run on this machine takes part.
const nobody = Object.fromEntries(
  ['OLLAMA', 'LMSTUDIO', 'VLLM', 'LLAMACPP'].map((name) => [
    `${name}_BASE_URL`,
    'http://127.0.0.1:9/v1',
  ]),
)

async function inTerminal<T>(
  words: readonly string[],
  cwd: string,
  use: (terminal: Terminal) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const terminal = openTerminal(words, { cwd, env: { ...nobody, ...env } })
  try {
    return await use(terminal)
  } finally {
    terminal.kill()
  }
}

const mode = async (...path: string[]): Promise<number> => (await stat(join(...path))).mode & 0o777

describe('autobot new on a terminal', () => {
  it('asks for AWS keys, hides the secret, and writes what a run reads', () =>
    withFolder({}, (cwd) =>
      inTerminal(['new', 'mybot'], cwd, async (terminal) => {
        await terminal.shows('Which provider?')
        terminal.type(keys.down + keys.down + keys.enter)
        await terminal.shows('How does this machine sign in')
        terminal.type(keys.down + keys.enter)
        await terminal.shows('AWS access key id:')
        terminal.type(`AKIATESTEXAMPLE00001${keys.enter}`)
        await terminal.shows('AWS secret access key')
        terminal.type(`typed-secret/key+123456789${keys.enter}`)
        await terminal.shows('Session token')
        terminal.type(keys.enter)
        await terminal.shows('Enter your AWS Region')
        terminal.type(keys.enter)
        await terminal.shows('AWS credentials saved (us-east-1)')
        await terminal.shows('Which model')
        terminal.type(keys.enter)
        await terminal.shows("Bot 'mybot' created successfully!")
        expect(await terminal.ended).toBe(0)
        expect(terminal.text()).not.toContain('typed-secret')

        const folder = join(cwd, 'mybot')
        expect(await mode(folder)).toBe(0o700)
        expect(await mode(folder, 'sessions')).toBe(0o700)
        expect(await mode(folder, '.env')).toBe(0o600)
        expect(await mode(folder, 'config.yml')).toBe(0o600)
        const explain = await runAutobot(['explain', '-m', 'hi', '--json'], { cwd: folder })
        expect(JSON.parse(explain.stdout)).toMatchObject({
          model: expect.stringMatching(/^bedrock\//) as string,
          url: expect.stringContaining('us-east-1') as string,
          credentials: expect.stringContaining('access_key_id') as string,
        })
        expect(explain.stdout).not.toContain('typed-secret')
      }),
    ))

  it.each([
    ['Ctrl-D', keys.ctrlD],
    ['Ctrl-C', keys.ctrlC],
  ])('ends on %s and writes nothing', (_, key) =>
    withFolder({}, (cwd) =>
      inTerminal(['new', 'mybot'], cwd, async (terminal) => {
        await terminal.shows('Which provider?')
        terminal.type(key)
        expect([2, 130]).toContain(await terminal.ended)
        expect(existsSync(join(cwd, 'mybot'))).toBe(false)
      }),
    ),
  )

  it('offers what it finds: a key of the environment', () =>
    withFolder({}, (cwd) =>
      inTerminal(
        ['new', 'mybot'],
        cwd,
        async (terminal) => {
          await terminal.shows('GROQ_API_KEY is set')
          terminal.type(keys.enter)
          await terminal.shows('Use GROQ_API_KEY of the environment?')
          terminal.type(keys.enter)
          await terminal.shows('Which model')
          terminal.type(keys.enter)
          expect(await terminal.ended).toBe(0)
          expect(await readFile(join(cwd, 'mybot', 'config.yml'), 'utf8')).toContain(
            'api_key: "${GROQ_API_KEY}"',
          )
          expect(await readFile(join(cwd, 'mybot', '.env'), 'utf8')).not.toContain('gsk')
        },
        { GROQ_API_KEY: 'gsk_1234567890abcdef' },
      ),
    ))

  it('offers a server that answers on this machine, and its models', () =>
    withServer((address) =>
      withFolder({}, (cwd) =>
        inTerminal(
          ['setup'],
          cwd,
          async (terminal) => {
            await terminal.shows('answers on this machine')
            terminal.type(keys.enter)
            await terminal.shows('Where does it answer?')
            terminal.type(keys.enter)
            await terminal.shows('small:1b')
            terminal.type(keys.down + keys.enter)
            expect(await terminal.ended).toBe(0)
            const config = await readFile(join(cwd, 'config.yml'), 'utf8')
            expect(config).toContain('model: "vllm/large:7b"')
            expect(config).toContain(`api_base: "${address}"`)
          },
          { VLLM_BASE_URL: address },
        ),
      ),
    ))
})

async function withServer<T>(use: (address: string) => Promise<T>): Promise<T> {
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: [{ id: 'small:1b' }, { id: 'large:7b' }] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}
