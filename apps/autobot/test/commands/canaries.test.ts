import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAutobot, withFolder } from '../run-autobot.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'

// Each stands in one place; none may come out anywhere.
const canaries = {
  key: 'canary-key-a1b2c3d4',
  header: 'canary-header-a1b2c3d4',
  url: 'canary-url-a1b2c3d4',
  query: 'canary-query-a1b2c3d4',
  environment: 'canary-environment-a1b2c3d4',
  server: 'canary-server-a1b2c3d4',
  signature: 'canary-signature-a1b2c3d4',
  argument: 'canary-argument-a1b2c3d4',
  plain: 'canary-plain-a1b2c3d4',
  file: 'canary-file-a1b2c3d4',
} as const
const leaked = /canary-[a-z]+-a1b2c3d4/

/** A service that tells everything it was sent. */
const gossip = createServer((request, response) => {
  response.writeHead(400, { 'content-type': 'application/json' })
  const told = JSON.stringify([request.url, request.headers])
  response.end(JSON.stringify({ error: { message: `Refused: ${told}` } }))
})
let port = 0
let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
  await new Promise<void>((resolve) => gossip.listen(0, '127.0.0.1', resolve))
  port = (gossip.address() as AddressInfo).port
})
afterAll(async () => {
  gossip.close()
  gossip.closeAllConnections()
  await standIn.stop()
})

const server = fileURLToPath(new URL('../fixtures/files-server.mjs', import.meta.url))

/** All that a command leaves: what it prints, and every file that was not there before. */
async function traces(cwd: string, words: readonly string[], env = {}): Promise<string> {
  const run = await runAutobot(words, { cwd, env })
  let text = `${run.status}\n${run.stdout}\n${run.stderr}`
  for (const folder of ['sessions', 'history']) {
    const names = await readdir(join(cwd, folder)).catch((): string[] => [])
    for (const name of names) text += await readFile(join(cwd, folder, name), 'utf8')
  }
  return text
}

// The debug level says the most.
const flags: readonly string[] = ['-v']

// Each starts the command many times.
describe('at debug level', { timeout: 120_000 }, () => {
  it.each(['agent', 'explain', 'doctor', 'models'])('%s shows nothing of a provider', (command) =>
    withFolder(
      {
        'config.yml': JSON.stringify({
          agents: { defaults: { model: 'box/m' } },
          providers: {
            box: {
              type: 'openai-chat',
              api_base: `http://127.0.0.1:${port}/v1`,
              api_key: '${BOX_KEY}',
              extra_headers: { 'X-Team': canaries.header },
            },
            far: {
              type: 'openai-chat',
              api_base: `http://someone:${canaries.url}@127.0.0.1:${port}/v1?token=${canaries.query}&sig=${canaries.signature}`,
            },
          },
        }),
        '.env': `BOX_KEY=${canaries.key}\n`,
      },
      async (cwd) => {
        const question = command === 'agent' || command === 'explain'
        const ask = question ? ['-m', 'hi', '-s', 'x'] : command === 'doctor' ? ['--live'] : []
        for (const model of ['box/m', 'far/m']) {
          const chosen = question
            ? ['--model', model]
            : command === 'models'
              ? [model.slice(0, 3)]
              : []
          for (const json of [[], ['--json']]) {
            const text = await traces(cwd, [command, ...ask, ...chosen, ...json, ...flags])
            expect(text).not.toMatch(leaked)
          }
        }
      },
    ),
  )

  it('shows nothing of an MCP server, its environment, and what its tools say', () =>
    withFolder(
      {
        'config.yml': JSON.stringify({
          mcp: {
            servers: {
              files: {
                command: process.execPath,
                args: [server, '.', `--token=${canaries.argument}`],
                env: { SERVER_TOKEN: canaries.server, PLACE: canaries.plain },
              },
              gone: {
                url: `http://127.0.0.1:${port}/mcp?api_key=${canaries.query}`,
                headers: { 'X-Team': canaries.header },
              },
            },
          },
        }),
        '.mcp.json': JSON.stringify({
          mcpServers: { more: { command: 'node', env: { API_KEY: canaries.file } } },
        }),
        'notes.txt': Object.values(canaries)
          .filter(
            (canary) => ![canaries.key, canaries.url, canaries.signature].includes(canary as never),
          )
          .join(' and '),
      },
      async (cwd) => {
        const env = { ...standIn.env, SOME_SECRET: canaries.environment }
        const words = [
          'agent',
          '-m',
          'Read my notes',
          '-s',
          'x',
          '--model',
          'openai/gpt-5',
          ...flags,
        ]
        for (const form of [[], ['--json'], ['--stream-json']]) {
          const text = await traces(cwd, [...words, ...form], env)
          expect(text).toContain('The file says')
          expect(text).not.toMatch(leaked)
        }
        for (const command of [
          ['mcp', 'list'],
          ['doctor', '--live'],
          ['status', '--json'],
        ]) {
          expect(await traces(cwd, [...command, ...flags], env)).not.toMatch(leaked)
        }
        const call = ['mcp', 'call', 'mcp_files_read_text_file', '{"path":"notes.txt"}']
        expect(await traces(cwd, [...call, ...flags], env)).not.toMatch(leaked)
      },
    ))
})
