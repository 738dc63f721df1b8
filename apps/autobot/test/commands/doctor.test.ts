import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'

const oddServer = fileURLToPath(new URL('../fixtures/odd-server.mjs', import.meta.url))

interface Item {
  readonly level: string
  readonly message: string
  readonly hint?: string
}

const good = {
  'config.yml':
    'agents: { defaults: { model: openai/gpt-5 } }\nproviders: { openai: { api_key: "${KEY}" } }\nplugins: { exec: { enabled: false } }\n',
  '.env': 'KEY=doctor-key-123456\n',
}
const withoutPlugins = good['config.yml'].replace(/plugins: .*\n/, '')
/** The same with commands, which want a sandbox. */
const withExec = { ...good, 'config.yml': good['config.yml'].replace('exec', 'web_fetch') }

async function doctor(
  cwd: string,
  words: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number | null; readonly items: readonly Item[]; text: string }> {
  const run = await runAutobot(['doctor', '--json', ...words], { cwd, env })
  const { items } = JSON.parse(run.stdout) as { items: Item[] }
  return { status: run.status, items, text: run.stdout + run.stderr }
}

it('finds nothing wrong in a good folder, and names what it looked at', () =>
  withFolder(good, async (cwd) => {
    await mkdir(join(cwd, 'workspace'))
    const run = await runAutobot(['doctor', '--strict'], { cwd })
    expect(run).toMatchObject({ status: 0, stderr: '' })
    for (const line of [
      'Autobot Doctor',
      '✓ Config file found (config.yml)',
      '✓ .env file found',
      '✓ .env permissions secure (600)',
      '✓ No plaintext secrets in config',
      '✓ Workspace exists (./workspace)',
      '— Sandbox (exec is switched off)',
      '✓ LLM provider configured (openai): credentials: providers.openai.api_key; sends to api.openai.com',
      'All checks passed!',
    ])
      expect(run.stdout).toContain(line)
    expect(run.stdout).not.toContain('doctor-key-123456')
  }))

interface Case {
  readonly name: string
  readonly files?: Readonly<Record<string, string>>
  readonly prepare?: (cwd: string) => Promise<unknown>
  readonly env?: Readonly<Record<string, string>>
  readonly level: 'error' | 'warning'
  readonly message: string
  readonly hint: string
}

const cases: readonly Case[] = [
  {
    name: 'no file',
    files: {},
    env: { OPENAI_API_KEY: 'openai-key-123456' },
    level: 'warning',
    message: 'Config file not found',
    hint: "Run 'autobot new <name>' to create a bot",
  },
  {
    name: 'broken YAML',
    files: { 'config.yml': 'agents: [' },
    level: 'error',
    message: 'Invalid YAML',
    hint: 'Mend line 1',
  },
  {
    name: 'a variable that is not set',
    files: { 'config.yml': 'providers: { openai: { api_key: "${KEY}" } }' },
    level: 'error',
    message:
      'config.yml:1:33: The variable KEY, which providers.openai.api_key refers to, is not set',
    hint: '',
  },
  {
    name: 'a .env that others can read',
    files: good,
    prepare: (cwd) => chmod(join(cwd, '.env'), 0o644),
    level: 'error',
    message: '.env has insecure permissions (644)',
    hint: 'chmod 600',
  },
  {
    name: 'a key in plain text',
    files: {
      'config.yml':
        'agents: { defaults: { model: openai/gpt-5 } }\nproviders: { openai: { api_key: "sk-plain-1234567890abcdef" } }\n',
    },
    level: 'error',
    message: 'Plaintext secrets detected in config (providers.openai.api_key)',
    hint: 'Move API keys to .env and use ${VAR} syntax in config.yml',
  },
  {
    name: 'a key in plain text where nobody looks',
    files: {
      'config.yml':
        'agents: { defaults: { model: openai/gpt-5 } }\nproviders: { openai: { api_key: "${KEY}" } }\nmcp: { servers: { x: { command: node, args: ["--id", "AKIAABCDEFGHIJKLMNOP"] } } }\n',
      '.env': 'KEY=doctor-key-123456\n',
    },
    level: 'error',
    message: 'Plaintext secrets detected in config (mcp.servers.x.args.1)',
    hint: 'Move API keys to .env',
  },
  {
    name: 'a token among the arguments of a command',
    files: {
      'config.yml':
        'agents: { defaults: { model: openai/gpt-5 } }\nproviders: { openai: { api_key: "${KEY}" } }\nmcp: { servers: { x: { command: node, args: ["--token", "abcdefghijklmnop12"] } } }\n',
      '.env': 'KEY=doctor-key-123456\n',
    },
    level: 'error',
    message: 'Plaintext secrets detected in config (mcp.servers.x.args.1)',
    hint: 'Move API keys to .env',
  },
  {
    name: 'a password in an address',
    files: {
      'config.yml':
        'agents: { defaults: { model: box/x } }\nproviders: { box: { api_base: "http://me:hunter2hunter2@127.0.0.1:1/v1" } }\n',
      '.env': '',
    },
    level: 'error',
    message: 'Plaintext secrets detected in config (providers.box.api_base)',
    hint: 'Move API keys to .env',
  },
  {
    name: 'no provider at all',
    files: {},
    level: 'error',
    message: 'No LLM provider configured',
    hint: 'Add an API key to .env (e.g. ANTHROPIC_API_KEY or AWS credentials)',
  },
  {
    name: 'a provider without its key',
    files: { 'config.yml': 'agents: { defaults: { model: anthropic/claude-sonnet-4-5 } }\n' },
    level: 'error',
    message: 'anthropic',
    hint: 'ANTHROPIC_API_KEY',
  },
  {
    name: 'a prefix that nobody has',
    files: { 'config.yml': 'agents: { defaults: { model: opnai/gpt-5 } }\n' },
    level: 'error',
    message: 'opnai',
    hint: 'Did you mean "openai"?',
  },
  {
    name: 'no model',
    files: {
      'config.yml': 'providers: { openai: { api_key: "${KEY}" } }',
      '.env': 'KEY=abcd1234\n',
    },
    level: 'warning',
    message: 'No default model is chosen',
    hint: 'autobot setup',
  },
  {
    name: 'half a guardrail',
    files: {
      'config.yml':
        'agents: { defaults: { model: bedrock/amazon.nova-pro-v1:0 } }\nproviders: { bedrock: { guardrail_id: abc } }\n',
    },
    env: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'aws-secret-123456' },
    level: 'warning',
    message: 'guardrail_version',
    hint: '',
  },
  {
    name: 'an unknown key',
    files: { ...good, 'config.yml': `${good['config.yml']}agent: {}\n` },
    level: 'warning',
    message: 'agent is not known',
    hint: '',
  },
  {
    name: 'a workspace that is not there',
    files: {
      ...good,
      'config.yml': good['config.yml'].replace('gpt-5', 'gpt-5, workspace: ./ws'),
    },
    level: 'warning',
    message: 'Workspace directory missing (./ws)',
    hint: 'mkdir -p',
  },
  {
    name: 'no workspace at all',
    files: good,
    level: 'warning',
    message: 'Workspace directory missing (./workspace); there are no built-in tools',
    hint: 'mkdir -p',
  },
  {
    name: 'no .env',
    files: { 'config.yml': good['config.yml'] },
    env: { KEY: 'doctor-key-123456' },
    level: 'warning',
    message: '.env file not found',
    hint: 'chmod 600',
  },
  {
    name: 'a server with a command and a url',
    files: {
      ...good,
      'config.yml': `${good['config.yml']}mcp: { servers: { x: { command: node, url: "http://127.0.0.1:1/mcp" } } }\n`,
    },
    level: 'error',
    message: 'MCP server x has both command and url',
    hint: 'not both',
  },
  {
    name: 'a workspace that holds the .env',
    files: { ...good, 'config.yml': good['config.yml'].replace('gpt-5', 'gpt-5, workspace: .') },
    level: 'error',
    message: '.env file is inside workspace directory',
    hint: 'a folder of its own',
  },
  {
    name: 'commands without a sandbox',
    files: { ...good, 'config.yml': `${withExec['config.yml']}tools: { sandbox: none }\n` },
    prepare: (cwd) => mkdir(join(cwd, 'workspace')),
    level: 'warning',
    message: 'Sandbox disabled (sandbox: none)',
    hint: 'Take tools.sandbox out',
  },
  {
    name: 'a sandbox that is not installed',
    files: withExec,
    prepare: (cwd) => mkdir(join(cwd, 'workspace')),
    env: { PATH: '/nowhere' },
    level: 'warning',
    message: 'Sandbox enabled but no sandbox tool found',
    hint: 'apt install bubblewrap',
  },
  {
    name: 'a server without a command',
    files: { ...good, 'config.yml': `${good['config.yml']}mcp: { servers: { x: {} } }\n` },
    level: 'error',
    message: 'MCP server x has neither command nor url',
    hint: 'mcp.servers.x.command',
  },
  {
    name: "a server's command that is not installed",
    files: {
      ...good,
      'config.yml': `${good['config.yml']}mcp: { servers: { x: { command: no-such-command } } }\n`,
    },
    level: 'error',
    message: 'MCP server x: the command no-such-command is not found',
    hint: 'Install no-such-command',
  },
  {
    name: 'a .mcp.json that nobody approved',
    files: { ...good, '.mcp.json': '{"mcpServers":{"x":{"command":"node"}}}' },
    level: 'warning',
    message: 'MCP server x of .mcp.json is not approved',
    hint: 'autobot mcp approve',
  },
  {
    name: 'a plugin that is not installed',
    files: { ...good, 'config.yml': `${withoutPlugins}plugins: [autobot-provider-gone]\n` },
    level: 'error',
    message: 'autobot-provider-gone',
    hint: 'npm install autobot-provider-gone',
  },
  {
    name: 'a plugin of another contract',
    files: {
      ...good,
      'config.yml': `${withoutPlugins}plugins: [./other.mjs]\n`,
      'other.mjs': 'export default { contract: 9, name: "other", register() {} }\n',
    },
    level: 'error',
    message: 'contract',
    hint: '',
  },
  {
    name: 'a proxy that is no URL',
    files: good,
    env: { HTTPS_PROXY: 'proxy' },
    level: 'error',
    message: 'HTTPS_PROXY is no URL',
    hint: 'HTTPS_PROXY=http://HOST:PORT',
  },
  {
    name: 'certificates that are not there',
    files: good,
    env: { NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' },
    level: 'error',
    message: 'NODE_EXTRA_CA_CERTS names /nowhere/ca.pem',
    hint: 'Correct it',
  },
]

describe('says how to mend', () => {
  it.each(cases)('$name', ({ files = good, prepare, env = {}, level, message, hint }) =>
    withFolder(files, async (cwd) => {
      await prepare?.(cwd)
      const { items, status, text } = await doctor(cwd, [], env)
      const found = items.find((item) => item.message.includes(message))
      expect(found, text).toMatchObject({ level })
      expect(`${found?.hint ?? ''}${found?.message ?? ''}`).toContain(hint)
      expect(status).toBe(items.some((item) => item.level === 'error') ? 1 : 0)
      expect((await doctor(cwd, ['--strict'], env)).status).toBe(1)
      expect(text).not.toMatch(/sk-plain|AKIAABCDEFGHIJKLMNOP|doctor-key/)
    }),
  )
})

describe('--live', () => {
  let standIn: StandIn
  beforeAll(async () => {
    standIn = await startStandIn()
  })
  afterAll(() => standIn.stop())

  it('asks the provider, and starts the servers', () =>
    withFolder(
      {
        'config.yml': `
agents: { defaults: { model: openai/gpt-5 } }
mcp:
  servers:
    gone: { command: node, args: ["-e", "process.exit(3)"] }
    odd: { command: node, args: [${JSON.stringify(oddServer)}] }
`,
      },
      async (cwd) => {
        const { items } = await doctor(cwd, ['--live'], standIn.env)
        expect(items).toContainEqual({ level: 'ok', message: 'openai/gpt-5 answers' })
        const server = items.find(({ message }) => message.startsWith('MCP server gone does not'))
        expect(server?.level).toBe('error')
        const messages = items.map(({ message }) => message)
        expect(messages).toContain('MCP server odd answers, 1 tools')
        expect(messages).toContain('MCP tool mcp_odd_mute has no description')
        expect(messages.join()).toContain(
          'the tool "text" was left out: its input is not an object',
        )
      },
    ))

  it('sends nothing without it', () =>
    withFolder({ 'config.yml': 'agents: { defaults: { model: openai/gpt-5 } }' }, async (cwd) => {
      const before = standIn.count()
      await doctor(cwd, [], standIn.env)
      expect(standIn.count()).toBe(before)
    }))

  it("holds the clock against the provider's", () =>
    withFolder({}, async (cwd) => {
      const server = createServer((_, response) => {
        response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString())
        response.end('{"data":[]}')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        const { port } = server.address() as AddressInfo
        await writeFile(
          join(cwd, 'config.yml'),
          `agents: { defaults: { model: mybox/x } }\nproviders: { mybox: { type: openai-chat, api_base: "http://127.0.0.1:${port}/v1" } }\n`,
        )
        const { items } = await doctor(cwd, ['--live'])
        expect(items.map(({ message }) => message)).toContainEqual(
          'The clock is 60 minutes fast; signed requests will be refused',
        )
      } finally {
        server.close()
        server.closeAllConnections()
      }
    }))
})

it("lists a stranger's plugin", () =>
  withFolder(
    { 'config.yml': `agents: { defaults: { model: acme/hello } }\nplugins: [${acme}]\n` },
    async (cwd) => {
      const { items, status } = await doctor(cwd, [], { ACME_API_KEY: 'acme-key-123456' })
      expect(status).toBe(0)
      expect(items.map(({ message }) => message).join()).toContain(`Plugin: acme (${acme})`)
    },
  ))
