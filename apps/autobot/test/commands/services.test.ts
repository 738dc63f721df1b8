import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProxy } from '../../../../packages/provider-http/test/support/proxy.ts'
import { acme, parseLines, runAutobot, withFolder } from '../run-autobot.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

const models = ['openai/gpt-5', 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0']
const config = `plugins: [${JSON.stringify(acme)}]\n`

describe.each(models)('%s', (model) => {
  it('answers', () =>
    withFolder({}, async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hello', '--model', model], {
        cwd,
        env: standIn.env,
      })
      expect(run).toEqual({ status: 0, stdout: 'Good morning to you.\n', stderr: '' })
    }))

  it('is reached through the proxy of the environment', () =>
    withFolder({}, async (cwd) => {
      const proxy = await startProxy(standIn.env['OPENAI_BASE_URL'] ?? '')
      const elsewhere = Object.entries(standIn.env).map(([name, value]) => [
        name,
        value.replace('127.0.0.1', 'models.example'),
      ])
      const run = await runAutobot(['agent', '-m', 'hello', '--model', model], {
        cwd,
        env: { ...Object.fromEntries(elsewhere), HTTP_PROXY: `http://${proxy.host}` },
      })
      expect(run).toEqual({ status: 0, stdout: 'Good morning to you.\n', stderr: '' })
      expect(proxy.asked[0]).toMatch(/^models\.example:/)
    }))

  it('runs tools and ends with the same object', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      const words = ['agent', '-m', 'Which is the oldest?', '--model', model, '--stream-json']
      const run = await runAutobot(words, { cwd, env: standIn.env })
      expect(run.status).toBe(0)
      const slash = model.indexOf('/')
      expect(parseLines(run.stdout).at(-1)).toMatchObject({
        type: 'result',
        ok: true,
        text: 'It is the logbook of 1901.',
        finishReason: 'stop',
        steps: 2,
        toolCalls: [{ name: 'look_up', input: { of: 'tide' }, isError: false }],
        provider: model.slice(0, slash),
        model: model.slice(slash + 1),
        warnings: [],
      })
    }))

  it('shows its request and sends nothing', () =>
    withFolder({}, async (cwd) => {
      const before = standIn.count()
      const run = await runAutobot(['explain', '-m', 'hello', '--model', model, '--json'], {
        cwd,
        env: standIn.env,
      })
      expect(run.status).toBe(0)
      expect(JSON.parse(run.stdout)).toMatchObject({ type: 'explain', model, method: 'POST' })
      expect(run.stdout).not.toMatch(/key-123456|AKIAEXAMPLE/)
      expect(standIn.count()).toBe(before)
    }))
})

describe('before any request', () => {
  it('ends with 2 for an unknown prefix, and names the known ones', () =>
    withFolder({}, async (cwd) => {
      const before = standIn.count()
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'opnai/x'], {
        cwd,
        env: standIn.env,
      })
      expect(run.status).toBe(2)
      expect(run.stdout).toBe('')
      expect(run.stderr).toContain('Did you mean "openai"?')
      expect(run.stderr).toMatch(/Known prefixes: .*bedrock.*openai/)
      expect(standIn.count()).toBe(before)
    }))

  it('ends with 2 for a missing key, and names variable and field', () =>
    withFolder({}, async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'openai/gpt-5', '--json'], {
        cwd,
      })
      expect(run.status).toBe(2)
      const { error } = JSON.parse(run.stdout) as {
        error: { code: string; message: string; hint: string }
      }
      expect(error.code).toBe('config')
      expect(`${error.message} ${error.hint}`).toContain('OPENAI_API_KEY')
      expect(`${error.message} ${error.hint}`).toContain('providers.openai.api_key')
    }))

  it('ends with 2 for a broken file, and names line and column', () =>
    withFolder({ 'config.yml': 'agents:\n  defaults: { model: 3 }\n' }, async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi'], { cwd, env: standIn.env })
      expect(run.status).toBe(2)
      expect(run.stderr).toContain('config.yml:2:22: agents.defaults.model must be text')
    }))
})

describe('configuration', () => {
  it('makes any compatible server usable under a prefix of its own', () =>
    withFolder(
      {
        'config.yml': `
agents: { defaults: { model: mybox/small } }
providers:
  mybox: { type: openai-chat, api_base: "\${OPENAI_BASE_URL}" }
`,
      },
      async (cwd) => {
        const run = await runAutobot(['agent', '-m', 'hello'], { cwd, env: standIn.env })
        expect(run).toEqual({ status: 0, stdout: 'Good morning to you.\n', stderr: '' })
      },
    ))

  it('tries the fallback when the first model fails', () =>
    withFolder(
      {
        'config.yml':
          'providers:\n  dead: { type: openai-chat, api_base: "http://127.0.0.1:9/v1" }\n',
      },
      async (cwd) => {
        const words = [
          'agent',
          '-m',
          'hello',
          '--model',
          'dead/x',
          '--fallback',
          'openai/gpt-5',
          '--json',
        ]
        const run = await runAutobot(words, { cwd, env: standIn.env })
        expect(JSON.parse(run.stdout)).toMatchObject({
          ok: true,
          provider: 'openai',
          model: 'gpt-5',
        })
        expect(run.stderr).toContain('Asking openai/gpt-5')
      },
    ))
})

describe('lists', () => {
  it('names the providers and their packages', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      const run = await runAutobot(['providers', '--json'], { cwd, env: standIn.env })
      const { providers } = JSON.parse(run.stdout) as { providers: Record<string, unknown>[] }
      expect(providers).toContainEqual(
        expect.objectContaining({ prefix: 'bedrock', package: '@autobot/provider-bedrock' }),
      )
      expect(providers).toContainEqual(
        expect.objectContaining({ prefix: 'openai', package: '@autobot/provider-http' }),
      )
      expect(providers).toContainEqual(expect.objectContaining({ prefix: 'acme', package: acme }))
    }))

  it('names the plugins and what they bring', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      const run = await runAutobot(['plugins', '--json'], { cwd })
      const { plugins } = JSON.parse(run.stdout) as { plugins: Record<string, unknown>[] }
      expect(plugins).toContainEqual(
        expect.objectContaining({ name: 'acme', prefixes: ['acme'], tools: ['look_up', 'drain'] }),
      )
    }))
})

describe('costs', () => {
  it('are in the result where the price is known', () =>
    withFolder({}, async (cwd) => {
      const ask = async (model: string): Promise<unknown> => {
        const words = ['agent', '-m', 'hello', '--model', model, '--json']
        const run = await runAutobot(words, { cwd, env: standIn.env })
        return (JSON.parse(run.stdout) as { costUsd: unknown }).costUsd
      }
      expect(await ask('openai/gpt-5')).toBeGreaterThan(0)
      expect(await ask('openai/a-model-of-tomorrow')).toBeNull()
    }))

  it('end a run before the call that would go over the limit', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      const before = standIn.count()
      const words = ['agent', '-m', 'x'.repeat(4000), '--model', 'openai/gpt-5', '--json']
      const run = await runAutobot([...words, '--max-cost', '0.0000001'], { cwd, env: standIn.env })
      expect(run.status).toBe(1)
      expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code: 'limit' } })
      expect(standIn.count()).toBe(before)
    }))

  it('tell that a limit does not hold where no price is known', () =>
    withFolder(
      { 'config.yml': 'agents: { defaults: { model: acme/hello, max_cost_usd: 1 } }\n' + config },
      async (cwd) => {
        const run = await runAutobot(['agent', '-m', 'hi'], { cwd })
        expect(run).toMatchObject({ status: 0, stdout: 'Hello there.\n' })
        expect(run.stderr).toContain('The price of acme/hello is not known')
      },
    ))
})
