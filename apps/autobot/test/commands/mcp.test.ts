import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acme, bin, runAutobot, withFolder } from '../run-autobot.ts'
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

describe('autobot mcp', () => {
  it('lists servers with their state, and why one does not run', () =>
    withFolder(
      {
        'config.yml': JSON.stringify({
          mcp: {
            servers: {
              files: { command: process.execPath, args: [server, '.'] },
              gone: { command: 'no-such-command-anywhere' },
            },
          },
        }),
      },
      async (cwd) => {
        const run = await runAutobot(['mcp', 'list', '--json'], { cwd })
        expect(run.status).toBe(0)
        const { servers } = JSON.parse(run.stdout) as { servers: Record<string, unknown>[] }
        expect(servers).toMatchObject([
          { name: 'files', state: 'ready', problem: null },
          {
            name: 'gone',
            state: 'failed',
            problem: expect.stringContaining('not found') as string,
          },
        ])
        expect(await isAlive(cwd)).toBe(false)
      },
    ))

  it('adds a server, calls its tool by hand, and removes it', { timeout: 60_000 }, () =>
    withFolder({ 'config.yml': '# mine\nagents: {}\n', 'notes.txt': 'low tide' }, async (cwd) => {
      const words = ['mcp', 'add', 'files', '--', process.execPath, server, '.']
      expect((await runAutobot(words, { cwd })).status).toBe(0)
      expect((await runAutobot(words, { cwd })).stderr).toContain('already')
      expect(await readFile(join(cwd, 'config.yml'), 'utf8')).toMatch(/^# mine\nagents: \{\}\n/)
      const call = (name: string, path: string): ReturnType<typeof runAutobot> =>
        runAutobot(['mcp', 'call', name, JSON.stringify({ path }), '--json'], { cwd })
      const good = await call('mcp_files_read_text_file', 'notes.txt')
      expect(JSON.parse(good.stdout)).toMatchObject({ isError: false })
      expect(good.stdout).toContain('low tide')
      expect((await call('mcp_files_read_text_file', 'absent.txt')).status).toBe(1)
      const slip = await call('mcp_files_read_text_fil', 'notes.txt')
      expect(slip.status).toBe(2)
      expect(slip.stdout).toContain('Did you mean')
      expect((await runAutobot(['mcp', 'remove', 'files'], { cwd })).status).toBe(0)
      expect((await runAutobot(['mcp', 'remove', 'files'], { cwd })).status).toBe(2)
    }),
  )

  it(
    'starts nothing of a .mcp.json until it is approved, and asks again when it changes',
    { timeout: 60_000 },
    () => {
      const file = (argument: string): string =>
        JSON.stringify({
          mcpServers: { files: { command: process.execPath, args: [server, argument] } },
        })
      return withFolder({ '.mcp.json': file('.') }, async (cwd) => {
        const tools = async (): Promise<string> => {
          const run = await runAutobot(['mcp', 'tools', '--json'], { cwd })
          return run.stdout + run.stderr
        }
        expect(await tools()).toContain('autobot mcp approve')
        expect((await runAutobot(['mcp', 'approve'], { cwd })).status).toBe(2)
        expect((await runAutobot(['mcp', 'approve', '--yes'], { cwd })).status).toBe(0)
        expect(await tools()).toContain('mcp_files_read_text_file')
        await writeFile(join(cwd, '.mcp.json'), file('..'))
        expect(await tools()).not.toContain('mcp_files_read_text_file')
      })
    },
  )
})

it(
  'reads the files of other programs that config.yml names, once somebody agrees',
  {
    timeout: 60_000,
  },
  () =>
    withFolder(
      {
        'config.yml': JSON.stringify({ mcp: { files: ['vscode.json', '~/none.json'] } }),
        'vscode.json': `{ // an editor's
        "servers": { "files": {
          "type": "stdio", "command": ${JSON.stringify(process.execPath)},
          "args": [${JSON.stringify(server)}, "."], "envFile": "\${workspaceFolder}/.env.files",
        } },
      }`,
        '.env.files': 'A=1',
      },
      async (cwd) => {
        const before = await runAutobot(['mcp', 'tools', '--json'], { cwd })
        expect(before.stderr).toMatch(/MCP servers of vscode\.json are not started.*: files/)
        expect(before.stderr).toContain('~/none.json cannot be read (ENOENT)')
        expect((await runAutobot(['mcp', 'approve', '--yes'], { cwd })).stderr).toContain(server)
        const after = await runAutobot(['mcp', 'tools', '--json'], { cwd })
        expect(after.stdout).toContain('mcp_files_read_text_file')
        expect(after.stderr).not.toContain('not started')
      },
    ),
)

describe('autobot mcp serve', () => {
  it('offers the built-in tools to another autobot, over stdio', { timeout: 60_000 }, () =>
    withFolder({ 'config.yml': '{}\n' }, async (cwd) => {
      await mkdir(join(cwd, 'workspace'))
      await writeFile(join(cwd, 'workspace', 'notes.txt'), 'low tide')
      const bot = join(cwd, 'client')
      await mkdir(bot)
      const ours = { command: process.execPath, args: [bin, 'mcp', 'serve', '-c', '../config.yml'] }
      await writeFile(join(bot, 'config.yml'), JSON.stringify({ mcp: { servers: { bot: ours } } }))
      const list = await runAutobot(['mcp', 'tools', '--json'], { cwd: bot })
      expect(list.stdout).toContain('mcp_bot_read_file')
      const words = ['mcp', 'call', 'mcp_bot_read_file', '{"path":"notes.txt"}']
      expect(await runAutobot(words, { cwd: bot })).toMatchObject({
        status: 0,
        stdout: 'low tide\n',
      })
      const outside = ['mcp', 'call', 'mcp_bot_read_file', '{"path":"../config.yml"}']
      expect((await runAutobot(outside, { cwd: bot })).status).toBe(1)
    }),
  )

  it('serves over HTTP until it is told to end', () =>
    withFolder({ 'config.yml': `plugins: [${JSON.stringify(acme)}]\n` }, async (cwd) => {
      const child = spawn(process.execPath, [bin, 'mcp', 'serve', '--http'], {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: cwd },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ended = new Promise((resolve) => child.on('close', resolve))
      try {
        const url = await new Promise<string>((resolve, reject) => {
          let text = ''
          child.stderr.on('data', (chunk: Buffer) => {
            text += String(chunk)
            const found = /Serving at (\S+)\n/.exec(text)?.[1]
            if (found !== undefined) resolve(found)
          })
          child.on('close', () => reject(new Error(text)))
        })
        await writeFile(
          join(cwd, 'client.yml'),
          JSON.stringify({ mcp: { servers: { far: { url } } } }),
        )
        const words = ['mcp', 'call', 'mcp_far_look_up', '{"of":"tide"}', '-c', 'client.yml']
        expect((await runAutobot(words, { cwd })).stdout).toBe('tide is high\n')
      } finally {
        child.kill('SIGTERM')
      }
      expect(await ended).toBe(143)
    }))

  it('ends with 2 when there is nothing to offer', () =>
    withFolder({}, async (cwd) => {
      const run = await runAutobot(['mcp', 'serve'], { cwd })
      expect(run).toMatchObject({ status: 2, stdout: '' })
      expect(run.stderr).toContain('There is nothing to offer.')
    }))
})
