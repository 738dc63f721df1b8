import { errorCodes } from '@autobot/core'
import { describe, expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'

const usage: readonly (readonly [words: readonly string[], message: string])[] = [
  [['agnt'], 'Did you mean agent?'],
  [['help', 'agnt'], 'Did you mean agent?'],
  [['agent', '--modle', 'x'], 'Did you mean --model?'],
  [['agent', '-m'], "option '-m, --message <text>' argument missing"],
  [['agent', '-m', '', '--model', 'acme/hello'], 'The message is empty.'],
  [['agent', '-m', 'hi', '--max-steps', 'many'], 'Write a whole number of at least 1.'],
  [['agent', '-m', 'hi', '--max-steps', '0'], 'Write a whole number of at least 1.'],
  [['agent', '-m', 'hi', '--max-cost', 'cheap'], 'Write an amount of US dollars'],
  [['agent', '-m', 'hi', '--max-cost', '-1'], 'Write an amount of US dollars'],
  [['agent', '-m', 'hi', '--reasoning', 'much'], 'Allowed choices are none, low, medium, high.'],
  [['agent', '-m', 'hi', '-s', 'a', '--continue'], 'cannot be used with'],
  [['agent', '-m', 'hi', '--model', 'acme/hello', '-a', 'gone.png'], 'File not found: gone.png'],
  [['agent', '-m', 'hi', '-c', 'gone.yml'], 'Config file not found: gone.yml'],
  [['agent', '-m', 'hi'], 'No model is chosen.'],
  [['agent', '-m', 'hi', '--model', 'gpt-5'], 'gpt-5'],
  [['agent', '-m', 'hi', '--model', 'opnai/x'], 'Did you mean "openai"?'],
  [['agent', '-m', 'hi', '--model', 'Openai/x'], 'Did you mean "openai"?'],
  [['agent', '-m', 'hi', '--model', 'openai/gpt-5'], 'OPENAI_API_KEY'],
  [['agent', '-m', 'hi', '--model', 'bedrock/amazon.nova-pro-v1:0'], 'AWS_ACCESS_KEY_ID'],
  [['agent', '-m', 'hi', '-s', 'x'.repeat(300), '--model', 'openai/x'], 'session id is too long'],
  [['explain', '-m', 'hi'], 'No model is chosen.'],
  [['models'], 'No provider is chosen.'],
  [['models', 'opnai'], 'Did you mean "openai"?'],
  [['sessions', 'show', 'gone'], 'There is no session "gone".'],
  [['sessions', 'show'], "missing required argument 'id'"],
  [['mcp', 'call', 'gone'], 'No MCP tool is named "gone".'],
  [['mcp', 'tools', 'gone'], 'No MCP server is named "gone".'],
  [['mcp', 'add', 'x'], 'A server is a command or a URL.'],
  [['mcp', 'add', 'x', '--url', 'ftp://x'], 'no http or https URL'],
  [['mcp', 'add', 'x', '--env', 'NAME', '--', 'node'], 'has no "="'],
  [['mcp', 'remove', 'x'], 'There is no server "x"'],
  [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish.'],
  [['help', 'mcp', 'gone'], "Run 'autobot help mcp' for usage."],
  [['mcp', 'help', 'gone'], "unknown command 'gone'"],
  [['agent', '--what'], "Run 'autobot help agent' for usage."],
]

const plugins = { 'config.yml': `plugins: [${JSON.stringify(acme)}]\n` }

describe('a mistake on the command line', () => {
  it.each(usage)('%j ends with 2: %s', (words, message) =>
    withFolder(plugins, async (cwd) => {
      const run = await runAutobot(words, { cwd })
      expect(run).toMatchObject({ status: 2, stdout: '' })
      expect(run.stderr).toContain(message)
    }),
  )

  it.each(usage.filter(([words]) => words[0] === 'agent'))(
    '%j --json is an object of code config',
    (words) =>
      withFolder(plugins, async (cwd) => {
        const run = await runAutobot([...words.slice(0, 1), '--json', ...words.slice(1)], { cwd })
        expect(run.status).toBe(2)
        expect(JSON.parse(run.stdout)).toMatchObject({
          type: 'result',
          ok: false,
          finishReason: 'error',
          error: { code: 'config', retryable: false },
        })
      }),
  )
})

const agent = (text: string): string => `agents:\n  defaults: { ${text} }\n`
const inFile: readonly (readonly [yaml: string, message: string])[] = [
  ['agents: [', 'config.yml:1:10: Invalid YAML'],
  ['agents:\n  a: 1\n  a: 2\n', 'config.yml:3:3: Invalid YAML'],
  ['- a\n', 'config.yml:1:1: The file must be a block of keys, not a list.'],
  [
    agent('model: gpt-5'),
    'config.yml:2:22: agents.defaults.model must be PREFIX/MODEL, not "gpt-5". Write for example: model: "openai/gpt-5"',
  ],
  ['agents: &all [*all]', 'config.yml: Invalid YAML: An alias stands inside of what it names'],
  [agent('max_tokens: many'), 'config.yml:2:27: agents.defaults.max_tokens must be a whole number'],
  [agent('max_tokens: 0'), 'agents.defaults.max_tokens must be at least 1, not 0.'],
  [agent('temperature: 3'), 'agents.defaults.temperature must be at most 2, not 3.'],
  [agent('max_tool_iterations: 1.5'), 'agents.defaults.max_tool_iterations must be a whole number'],
  [agent('fallback: openai/x'), 'agents.defaults.fallback must be a list, not "openai/x".'],
  [agent('fallback: [gpt]'), 'agents.defaults.fallback.0 must be PREFIX/MODEL'],
  [agent('max_cost_usd: -1'), 'agents.defaults.max_cost_usd must be at least 0'],
  ['providers: { openai: key }', 'providers.openai must be a block of keys, not "key".'],
  [
    'providers: { x: { type: soap } }',
    'providers.x.type must be one of openai-chat, openai-responses',
  ],
  [
    'providers: { x: { api_base: "localhost:1" } }',
    'providers.x.api_base must be an http or https URL',
  ],
  [
    'providers: { openai: { api_key: "${GONE}" } }',
    'The variable GONE, which providers.openai.api_key refers to, is not set.',
  ],
  [
    'providers: { openai: { timeout_seconds: soon } }',
    'providers.openai.timeout_seconds must be a number',
  ],
  ['plugins: yes-please', 'plugins must be a list or a block of keys'],
  ['plugins: [autobot-provider-gone]', 'Run: npm install autobot-provider-gone (in '],
  ['plugins: [./gone.mjs]', 'Correct the path in plugins; it begins at '],
  ['plugins: [./broken.mjs]', './broken.mjs is no plugin'],
  [
    'mcp: { servers: { x: { url: "example.com" } } }',
    'mcp.servers.x.url must be an http or https URL',
  ],
  ['mcp: { servers: { x: { args: all } } }', 'mcp.servers.x.args must be a list'],
  ['tools: { sandbox: vm }', 'tools.sandbox must be one of auto, bubblewrap, docker, none'],
  ['tools: { sandbox: bubblewarp }', 'not "bubblewarp". Did you mean bubblewrap?'],
  ['tools: { exec: { timeout: 0 } }', 'tools.exec.timeout must be at least 1'],
]

describe('a mistake in config.yml', () => {
  it.each(inFile)('%j ends with 2: %s', (yaml, message) =>
    withFolder({ 'config.yml': yaml, 'broken.mjs': 'export default 1\n' }, async (cwd) => {
      const words = ['agent', '-m', 'hi', '--model', 'openai/gpt-5']
      const env = { OPENAI_API_KEY: 'openai-key-123456' }
      const run = await runAutobot(words, { cwd, env })
      expect(run).toMatchObject({ status: 2, stdout: '' })
      expect(run.stderr).toContain(message)
    }),
  )
})

const warned: readonly (readonly [yaml: string, message: string])[] = [
  ['agent: {}', 'config.yml:1:1: agent is not known and has no effect. Did you mean "agents"?'],
  ['agents: { defaults: { modle: a/b } }', 'Did you mean "model"?'],
  [
    'mcp: { servers: { x: {} } }',
    'The MCP server x has neither command nor url, so it is not started.',
  ],
  ['providers: { acme: { apikey: x } }', 'Did you mean "api_key"?'],
  [
    'providers: { bedrock: { region: "${GONE}" } }',
    'The variable GONE is not set, so providers.bedrock.region counts as absent',
  ],
  ['providers: { acme: { api_key: "a ${ b" } }', 'is no reference and is kept as it is'],
]

describe('something odd in config.yml', () => {
  it.each(warned)('%j is told: %s', (yaml, message) =>
    withFolder({ 'config.yml': `${yaml}\nplugins: [${JSON.stringify(acme)}]\n` }, async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'acme/hello'], { cwd })
      expect(run).toMatchObject({ status: 0, stdout: 'Hello there.\n' })
      expect(run.stderr).toContain(message)
    }),
  )
})

describe('a failure of the run', () => {
  it.each(errorCodes.filter((code) => code !== 'aborted'))('%s is told with its hint', (code) =>
    withFolder({ 'config.yml': `plugins: [${JSON.stringify(acme)}]\n` }, async (cwd) => {
      const env = { ACME_API_KEY: 'acme-key-123456' }
      const words = ['agent', '-m', 'hi', '--model', `acme/fail-${code}`]
      const status = code === 'config' ? 2 : 1
      const run = await runAutobot(words, { cwd, env })
      expect(run).toMatchObject({ status, stdout: '' })
      expect(run.stderr).toContain('Error: It failed with [redacted]. (HTTP 418, request req_1)')
      expect(run.stderr).toContain(`→ Mend ${code}.`)
      const json = await runAutobot([...words, '--json'], { cwd, env })
      expect(json.status).toBe(status)
      expect(JSON.parse(json.stdout)).toMatchObject({
        ok: false,
        error: { code, hint: `Mend ${code}.`, status: 418, requestId: 'req_1', retryable: false },
      })
      expect(json.stdout + run.stderr).not.toContain('acme-key-123456')
    }),
  )
})
