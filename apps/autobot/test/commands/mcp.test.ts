import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

const server = fileURLToPath(new URL('../fixtures/files-server.mjs', import.meta.url))
const files = {
  'config.yml': JSON.stringify({
    plugins: [acme],
    mcp: {
      servers: { files: { command: process.execPath, args: [server, '.'], tools: ['read_*'] } },
    },
  }),
  'notes.txt': 'low tide at six',
}

async function isAlive(cwd: string): Promise<boolean> {
  const pid = Number(await readFile(join(cwd, 'server.pid'), 'utf8'))
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it.each(['openai/gpt-5', 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'])(
  'uses the tools of an MCP server on %s',
  (model) =>
    withFolder(files, async (cwd) => {
      const words = ['agent', '-m', 'Read my notes', '--tools', 'mcp_*', '--model', model, '--json']
      const run = await runAutobot(words, { cwd, env: standIn.env })
      expect(JSON.parse(run.stdout)).toMatchObject({
        ok: true,
        text: 'The file says: low tide at six',
        steps: 2,
        toolCalls: [
          { name: 'mcp_files_read_text_file', input: { path: 'notes.txt' }, isError: false },
        ],
      })
      expect(await isAlive(cwd)).toBe(false)
    }),
)

it.each(['SIGINT', 'SIGTERM'] as const)('leaves no server behind after %s', (signal) =>
  withFolder(files, async (cwd) => {
    const run = await runAutobot(['agent', '-m', 'hi', '--model', 'acme/slow', '--stream-json'], {
      cwd,
      onStdout: (child, text) => void (text.includes('Begin') && child.kill(signal)),
    })
    expect(run.status).toBe(signal === 'SIGINT' ? 130 : 143)
    expect(await isAlive(cwd)).toBe(false)
  }),
)
