import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

const bedrock = 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const files = {
  'config.yml': `
agents: { defaults: { model: acme/history } }
plugins: [${JSON.stringify(acme)}]
`,
}

describe('autobot agent -s', () => {
  it('goes on with what was said, on whatever provider', () =>
    withFolder(files, async (cwd) => {
      const ask = (model: string, text: string): ReturnType<typeof runAutobot> =>
        runAutobot(['agent', '-s', 'trip', '-m', text, '--model', model, '--json'], {
          cwd,
          env: standIn.env,
        })
      expect(JSON.parse((await ask('openai/gpt-5', 'first')).stdout)).toMatchObject({
        ok: true,
        sessionId: 'trip',
      })
      expect(JSON.parse((await ask(bedrock, 'second')).stdout)).toMatchObject({ ok: true })
      const third = JSON.parse((await ask('acme/history', 'third')).stdout) as { text: string }
      expect(third.text).toBe(
        'user: first | assistant: Good morning to you. | user: second | assistant: Good morning to you. | user: third',
      )
      const shown = await runAutobot(['sessions', 'show', 'trip', '--json'], { cwd })
      const { messages } = JSON.parse(shown.stdout) as { messages: { provider?: string }[] }
      expect(messages.map(({ provider }) => provider).filter(Boolean)).toEqual([
        'openai',
        'bedrock',
        'acme',
      ])
    }))

  it('keeps tool calls and their results', () =>
    withFolder(files, async (cwd) => {
      const words = ['agent', '-s', 'tool', '-m', 'hi', '--model', 'acme/tool']
      await runAutobot(words, { cwd })
      const shown = await runAutobot(['sessions', 'show', 'tool'], { cwd })
      expect(shown.stdout).toContain('[call look_up {"of":"tide"}]')
      expect(shown.stdout).toContain('[result] tide is high')
    }))

  it('keeps what came before an interruption', () =>
    withFolder(files, async (cwd) => {
      const words = ['agent', '-s', 'cut', '-m', 'hi', '--model', 'acme/slow', '--stream-json']
      await runAutobot(words, {
        cwd,
        onStdout: (child, text) => void (text.includes('Begin') && child.kill('SIGTERM')),
      })
      const shown = await runAutobot(['sessions', 'show', 'cut'], { cwd })
      expect(shown.stdout).toContain('Begin')
    }))

  it('keeps no question that was not answered', () =>
    withFolder(files, async (cwd) => {
      const words = ['agent', '-s', 'none', '-m', 'hi', '--model', 'acme/absent', '--json']
      expect((await runAutobot(words, { cwd })).status).toBe(1)
      const shown = await runAutobot(['sessions', 'show', 'none', '--json'], { cwd })
      expect(shown).toMatchObject({ status: 2 })
    }))

  it('writes no secret, and files that only their owner reads', () =>
    withFolder(files, async (cwd) => {
      const env = { ACME_API_KEY: 'acme-key-123456' }
      await runAutobot(['agent', '-s', 'leak', '-m', 'hi', '--model', 'acme/drip'], { cwd, env })
      const file = join(cwd, 'sessions', 'leak.jsonl')
      expect(await readFile(file, 'utf8')).not.toContain('acme-key-123456')
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect((await stat(join(cwd, 'sessions'))).mode & 0o777).toBe(0o700)
    }))
})

describe('autobot agent --continue', () => {
  it('goes on with the newest session', () =>
    withFolder(files, async (cwd) => {
      await runAutobot(['agent', '-s', 'old', '-m', 'one'], { cwd })
      const run = await runAutobot(['agent', '--continue', '-m', 'two', '--json'], { cwd })
      expect(JSON.parse(run.stdout)).toMatchObject({
        sessionId: 'old',
        text: 'user: one | assistant: user: one | user: two',
      })
    }))

  it('keeps every conversation where there is a folder for them', () =>
    withFolder(files, async (cwd) => {
      await mkdir(join(cwd, 'sessions'))
      const first = await runAutobot(['agent', '-m', 'one', '--json'], { cwd })
      const { sessionId } = JSON.parse(first.stdout) as { sessionId: string }
      expect(sessionId).toMatch(/^\d{8}-\d{6}-/)
      const second = await runAutobot(['agent', '--continue', '-m', 'two', '--json'], { cwd })
      expect(JSON.parse(second.stdout)).toMatchObject({ sessionId })
      expect(await readdir(join(cwd, 'sessions'))).toEqual([`${sessionId}.jsonl`])
    }))

  it('ends with 2 when nothing is stored, and excludes -s', () =>
    withFolder(files, async (cwd) => {
      const none = await runAutobot(['agent', '--continue', '-m', 'hi'], { cwd })
      expect(none.status).toBe(2)
      expect(none.stderr).toContain('no session to continue')
      const both = await runAutobot(['agent', '--continue', '-s', 'x', '-m', 'hi'], { cwd })
      expect(both.status).toBe(2)
    }))
})

describe('autobot sessions', () => {
  it('lists, and deletes', () =>
    withFolder(files, async (cwd) => {
      await runAutobot(['agent', '-s', 'Tides & co', '-m', 'one'], { cwd })
      const list = await runAutobot(['sessions', 'list', '--json'], { cwd })
      expect(JSON.parse(list.stdout)).toMatchObject({ sessions: [{ id: 'Tides & co' }] })
      const wrong = await runAutobot(['sessions', 'delete', 'Tide & co'], { cwd })
      expect(wrong.status).toBe(2)
      expect(wrong.stderr).toContain('Did you mean "Tides & co"?')
      expect((await runAutobot(['sessions', 'delete', 'Tides & co'], { cwd })).status).toBe(0)
      const after = await runAutobot(['sessions', 'list', '--json'], { cwd })
      expect(JSON.parse(after.stdout)).toEqual({ type: 'sessions', sessions: [] })
    }))
})

it('masks a secret that is streamed letter by letter', () =>
  withFolder(files, async (cwd) => {
    const env = { ACME_API_KEY: 'acme-key-123456' }
    const words = ['agent', '-m', 'hi', '--model', 'acme/drip']
    const plain = await runAutobot(words, { cwd, env })
    expect(plain.stdout).toBe('The key is [redacted].\n')
    const events = await runAutobot([...words, '--stream-json'], { cwd, env })
    const letters = events.stdout
      .split('\n')
      .flatMap((line) => /"type":"text_delta".*"text":"([^"]*)"/.exec(line)?.[1] ?? [])
    expect(letters.join('')).toBe('The key is [redacted].')
    expect(events.stdout).not.toContain('acme-key')
  }))
