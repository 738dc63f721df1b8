import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { acme, bin, parseLines, runAutobot, withFolder } from '../run-autobot.ts'

const config = `
agents: { defaults: { model: "acme/hello" } }
providers: { acme: { api_key: "\${ACME_API_KEY}" } }
plugins: [${JSON.stringify(acme)}]
`
const dotenv = 'ACME_API_KEY=acme-key-123456\n'

const inFolder = <T>(use: (cwd: string) => Promise<T>): Promise<T> =>
  withFolder({ 'config.yml': config, '.env': dotenv }, use)

describe('autobot agent', () => {
  it('prints the answer alone', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi'], { cwd })
      expect(run).toEqual({ status: 0, stdout: 'Hello there.\n', stderr: '' })
    }))

  it('prints one object with --json, unknown numbers as null', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--json'], { cwd })
      expect(run.status).toBe(0)
      expect(JSON.parse(run.stdout)).toEqual({
        type: 'result',
        ok: true,
        text: 'Hello there.',
        finishReason: 'stop',
        rawFinishReason: 'end',
        usage: {
          inputTokens: 3,
          outputTokens: 2,
          cacheReadTokens: null,
          cacheWriteTokens: null,
          reasoningTokens: null,
        },
        costUsd: null,
        steps: 1,
        toolCalls: [],
        sessionId: null,
        provider: 'acme',
        model: 'hello',
        warnings: [],
      })
    }))

  it('puts what is piped in before the message, or takes it as the message', () =>
    inFolder(async (cwd) => {
      const both = await runAutobot(['agent', '-m', 'typed', '--model', 'acme/echo'], {
        cwd,
        stdin: 'piped\n',
      })
      expect(both.stdout).toBe('piped\n\ntyped\n')
      const piped = await runAutobot(['agent', '--model', 'acme/echo'], { cwd, stdin: 'piped\n' })
      expect(piped.stdout).toBe('piped\n')
      const dash = await runAutobot(['agent', '-m', '-', '--model', 'acme/echo'], {
        cwd,
        stdin: 'piped\n',
      })
      expect(dash.stdout).toBe('piped\n')
    }))

  it('sends files with the message', () =>
    withFolder({ 'config.yml': config, '.env': dotenv, 'notes.txt': 'low tide' }, async (cwd) => {
      const run = await runAutobot(
        ['agent', '-m', 'hi', '--model', 'acme/echo', '-a', 'notes.txt'],
        { cwd },
      )
      expect(run.stdout).toContain('low tide')
      const missing = await runAutobot(['agent', '-m', 'hi', '-a', 'none.txt'], { cwd })
      expect(missing.status).toBe(2)
      expect(missing.stderr).toContain('File not found: none.txt')
    }))

  it('runs tools, and keeps what was said before them out of stdout', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'acme/tool'], { cwd })
      expect(run.stdout).toBe('The tool said tide is high.\n')
    }))

  it('prints the result object as the last line of --stream-json', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'acme/tool', '--stream-json'], {
        cwd,
      })
      const lines = parseLines(run.stdout)
      expect(lines[0]).toMatchObject({ type: 'run_start', model: 'acme/tool' })
      expect(lines.map(({ type }) => type)).toContain('tool_end')
      expect(lines.at(-1)).toMatchObject({
        type: 'result',
        ok: true,
        steps: 2,
        toolCalls: [{ name: 'look_up', input: { of: 'tide' }, isError: false }],
      })
    }))

  it('ends with 1 and code limit when the steps are used up', () =>
    inFolder(async (cwd) => {
      const words = ['agent', '-m', 'hi', '--model', 'acme/tool', '--max-steps', '1', '--json']
      const run = await runAutobot(words, { cwd })
      expect(run.status).toBe(1)
      expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code: 'limit' } })
    }))

  it('tells of a pattern that no tool matches', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--tools', 'nothing_*'], { cwd })
      expect(run.status).toBe(0)
      expect(run.stderr).toContain('No tool matches "nothing_*"')
    }))

  it('runs a tool that needs approval with --yes only', () =>
    inFolder(async (cwd) => {
      const words = ['agent', '-m', 'hi', '--model', 'acme/tool', '--tools', 'drain', '--json']
      const denied = await runAutobot(words, { cwd })
      expect(denied.status).toBe(0)
      expect(denied.stderr).toContain('--yes')
      expect(JSON.parse(denied.stdout)).toMatchObject({
        toolCalls: [{ name: 'drain', isError: true }],
      })
      const allowed = await runAutobot([...words, '--yes'], { cwd })
      expect(JSON.parse(allowed.stdout)).toMatchObject({ text: 'The tool said gone.' })
    }))

  it('shows no secret, at any level', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-v', '-m', 'hi', '--model', 'acme/leak', '--json'], {
        cwd,
      })
      expect(run.status).toBe(0)
      expect(run.stderr).toContain('Acme key')
      expect(run.stdout + run.stderr).not.toContain('acme-key-123456')
    }))

  it('ends with 130 when it is interrupted, and still prints the object', () =>
    inFolder(async (cwd) => {
      let sent = false
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'acme/slow', '--stream-json'], {
        cwd,
        onStdout: (child, text) => {
          if (sent || !text.includes('Begin')) return
          sent = true
          child.kill('SIGINT')
        },
      })
      expect(run.status).toBe(130)
      expect(parseLines(run.stdout).at(-1)).toMatchObject({
        type: 'result',
        ok: false,
        finishReason: 'aborted',
        error: { code: 'aborted' },
      })
    }))

  it('knows no costs of a run that no answer counted', () =>
    inFolder(async (cwd) => {
      const words = ['agent', '-m', 'hi', '--model', 'acme/fail-server', '--json']
      const { stdout } = await runAutobot(words, { cwd })
      expect(JSON.parse(stdout)).toMatchObject({ usage: { inputTokens: null }, costUsd: null })
    }))

  it.skipIf(!existsSync('/dev/full'))('says in a sentence that the disk is full', () =>
    inFolder(async (cwd) => {
      const full = openSync('/dev/full', 'w')
      const child = spawn(process.execPath, [bin, 'agent', '-m', 'hi', '--model', 'acme/hello'], {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ACME_API_KEY: 'acme-key-123456' },
        stdio: ['ignore', full, 'pipe'],
      })
      let told = ''
      child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')))
      const [status] = (await once(child, 'close')) as [number]
      closeSync(full)
      expect(status).toBe(1)
      expect(told).toMatch(/^Error: the output cannot be written: ENOSPC.*\n$/)
    }),
  )

  it('ends with 143 when it is terminated', () =>
    inFolder(async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--model', 'acme/slow', '--stream-json'], {
        cwd,
        onStdout: (child, text) => void (text.includes('Begin') && child.kill('SIGTERM')),
      })
      expect(run.status).toBe(143)
    }))
})

describe('wrong usage', () => {
  it('ends with 2 and says what was meant', () =>
    inFolder(async (cwd) => {
      const command = await runAutobot(['agnt'], { cwd })
      expect(command.status).toBe(2)
      expect(command.stderr).toContain('Did you mean agent?')
      const option = await runAutobot(['agent', '--modle', 'x'], { cwd })
      expect(option.status).toBe(2)
      expect(option.stderr).toContain('Did you mean --model?')
      const number = await runAutobot(['agent', '-m', 'hi', '--max-steps', 'many'], { cwd })
      expect(number.status).toBe(2)
      const empty = await runAutobot(['agent'], { cwd })
      expect(empty.status).toBe(2)
    }))

  it('is an object with --json', () =>
    withFolder({}, async (cwd) => {
      const run = await runAutobot(['agent', '-m', 'hi', '--json'], { cwd })
      expect(run.status).toBe(2)
      expect(JSON.parse(run.stdout)).toMatchObject({
        ok: false,
        error: { code: 'config', retryable: false },
      })
    }))
})

describe('help and version', () => {
  it('are printed on stdout', () =>
    withFolder({}, async (cwd) => {
      const help = await runAutobot(['help', 'agent'], { cwd })
      expect(help).toMatchObject({ status: 0, stderr: '' })
      expect(help.stdout).toContain('--stream-json')
      const none = await runAutobot([], { cwd })
      expect(none).toMatchObject({ status: 0, stderr: '' })
      expect(none.stdout).toContain('Usage: autobot')
      const version = await runAutobot(['--version'], { cwd })
      expect(version.stdout).toMatch(/^autobot \d+\.\d+\.\d+\n$/)
    }))
})
