import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAutobot, withFolder } from '../run-autobot.ts'

const config = `# my bot
agents:
  defaults:
    model: "anthropic/claude-sonnet-4-5" # the good one
    max_tokens: 100
providers:
  # since May
  anthropic: { api_key: "\${ANTHROPIC_API_KEY}" }
mcp: { servers: {} }
`

describe('autobot setup with flags', () => {
  it('keeps comments, order and every other key', () =>
    withFolder({ 'config.yml': config, '.env': '# keys\nOTHER=1\n' }, async (cwd) => {
      const words = ['setup', '--provider', 'bedrock', '--region', 'eu-central-1', '--profile', 'w']
      const run = await runAutobot(words, { cwd })
      expect(run).toMatchObject({ status: 0, stderr: '' })
      expect(await readFile(join(cwd, 'config.yml'), 'utf8')).toBe(`# my bot
agents:
  defaults:
    model: "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0" # the good one
    max_tokens: 100
providers:
  # since May
  anthropic: { api_key: "\${ANTHROPIC_API_KEY}" }
  bedrock:
    region: "eu-central-1"
    profile: "w"
mcp: { servers: {} }
`)
      expect(await readFile(join(cwd, '.env'), 'utf8')).toBe('# keys\nOTHER=1\n')
    }))

  it('narrows the rights of files that others could read', () =>
    withFolder({ '.env': 'A=1\n' }, async (cwd) => {
      await writeFile(join(cwd, 'config.yml'), '{}\n', { mode: 0o644 })
      await runAutobot(['setup', '--provider', 'openai'], { cwd })
      expect((await stat(join(cwd, 'config.yml'))).mode & 0o777).toBe(0o600)
    }))

  it('makes a server of the user usable', () =>
    withFolder({}, async (cwd) => {
      const words = ['setup', '--provider', 'mybox', '--api-base', 'http://127.0.0.1:9/v1']
      expect((await runAutobot([...words, '--model', 'small'], { cwd })).status).toBe(0)
      const run = await runAutobot(['explain', '-m', 'hi', '--json'], { cwd })
      expect(JSON.parse(run.stdout)).toMatchObject({
        model: 'mybox/small',
        url: 'http://127.0.0.1:9/v1/chat/completions',
      })
    }))

  it.each([
    [['setup'], 'There is no terminal to ask on.'],
    [['setup', '--provider', 'opnai'], 'Did you mean "openai"?'],
    [['new'], 'Bot name required'],
    [['new', '../up', '--yes'], 'cannot be the name of a bot'],
    [['new', 'here', '--yes'], "Directory 'here' already exists"],
  ])('%j ends with 2: %s', (words, text) =>
    withFolder({ here: '' }, async (cwd) => {
      const run = await runAutobot(words, { cwd })
      expect(run.status).toBe(2)
      expect(run.stderr).toContain(text)
    }),
  )

  it('leaves a broken file as it is', () =>
    withFolder({ 'config.yml': 'agents: [' }, async (cwd) => {
      const run = await runAutobot(['setup', '--provider', 'openai'], { cwd })
      expect(run.status).toBe(2)
      expect(await readFile(join(cwd, 'config.yml'), 'utf8')).toBe('agents: [')
    }))
})
