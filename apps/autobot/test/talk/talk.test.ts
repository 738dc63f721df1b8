import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from '../run-autobot.ts'
import { startStandIn, type StandIn } from '../stand-in.ts'
import { keys, openTerminal, type Terminal, type TerminalOptions } from '../terminal.ts'

const config = `
agents: { defaults: { model: acme/hello } }
plugins: [${JSON.stringify(acme)}]
`

async function talking<T>(
  words: readonly string[],
  use: (terminal: Terminal, cwd: string) => Promise<T>,
  more: Partial<TerminalOptions> & { readonly files?: Readonly<Record<string, string>> } = {},
): Promise<T> {
  return withFolder({ 'config.yml': config, ...more.files }, async (cwd) => {
    const terminal = openTerminal(['agent', ...words], { cwd, ...more })
    try {
      await terminal.shows('You:')
      return await use(terminal, cwd)
    } finally {
      terminal.kill()
    }
  })
}

const say = (terminal: Terminal, text: string): void => terminal.type(text + keys.enter)

describe('a talk', () => {
  it('answers, tells what it took, and ends with a word or Ctrl-D', () =>
    talking([], async (terminal) => {
      say(terminal, 'hi')
      await terminal.shows(/Hello there\.\n.*acme\/hello · 3 in · 2 out/)
      say(terminal, 'QUIT')
      await terminal.shows('Goodbye!')
      expect(await terminal.ended).toBe(0)
    }))

  it('ends on Ctrl-D', () =>
    talking([], async (terminal) => {
      terminal.type(keys.ctrlD)
      expect(await terminal.ended).toBe(0)
    }))

  it('shows markdown as a terminal does, wide letters too', () =>
    talking(['--model', 'acme/markdown'], async (terminal) => {
      say(terminal, 'tides')
      await terminal.shows('• 満潮 two')
      const lines = terminal.text().split('\n')
      expect(lines).toContain('High at six.')
      const row = lines.indexOf('Tides')
      const cell = terminal.screen.buffer.active.getLine(row)?.getCell(0)
      expect(cell?.isBold()).toBeTruthy()
      await terminal.shows('1,234 in · 56 out')
    }))

  it('runs tools, with what they were given, their time and what came', () =>
    talking(['--model', 'acme/tool'], async (terminal) => {
      say(terminal, 'look')
      await terminal.shows(/✓ look_up \{"of":"tide"\} · \d+ ms · tide is high/)
      await terminal.shows('The tool said tide is high.')
    }))

  it('asks before a tool that needs it, and remembers "always"', () =>
    talking(['--model', 'acme/tool', '--tools', 'drain'], async (terminal) => {
      say(terminal, 'first')
      await terminal.shows(/drain wants to run with:\n {2}of: tide\nAllow\?/)
      say(terminal, 'n')
      await terminal.shows('did not allow')
      say(terminal, 'second')
      await terminal.shows(/second[\s\S]*Allow\?/)
      say(terminal, 'a')
      await terminal.shows('The tool said gone.')
      say(terminal, 'third')
      await terminal.shows(/third[\s\S]*The tool said gone\./)
      expect(terminal.text().split('Allow?')).toHaveLength(3)
    }))

  it('leaves the question on the screen, however long the model thought before', () =>
    talking(['--model', 'acme/ponder', '--tools', 'drain'], async (terminal) => {
      say(terminal, 'first')
      await terminal.shows('thinking')
      await terminal.shows(/of: tide\nAllow\? \[y\]es, \[N\]o, \[a\]lways for this tool:/)
      say(terminal, 'y')
      await terminal.shows('The tool said gone.')
      // Nothing was drawn over it meanwhile.
      expect(terminal.text()).toMatch(/lways for this tool: y\n/)
    }))

  it('stops an answer with Ctrl-C, keeps what came, and leaves with two', () =>
    talking(['--model', 'acme/slow', '-s', 'cut'], async (terminal, cwd) => {
      say(terminal, 'begin')
      await terminal.shows('Begin')
      terminal.type(keys.ctrlC)
      await terminal.shows('(stopped)')
      await terminal.shows(/\(stopped\)[\s\S]*You:/)
      terminal.type(keys.ctrlC)
      await terminal.shows('Ctrl-C again')
      terminal.type(keys.ctrlC)
      expect(await terminal.ended).toBe(130)
      expect((await runAutobot(['sessions', 'show', 'cut'], { cwd })).stdout).toContain('Begin')
    }))

  it('takes messages of several lines: backslash, Alt-Enter, and what is pasted', () =>
    talking(['--model', 'acme/echo'], async (terminal) => {
      say(terminal, 'one\\')
      await terminal.shows('…')
      say(terminal, 'two')
      await terminal.shows(/\none\ntwo\n/)
      terminal.type('three\u001b\r')
      say(terminal, 'four')
      await terminal.shows(/\nthree\nfour\n/)
      terminal.type('\u001b[200~five\rsix\rseven\u001b[201~')
      terminal.type(keys.enter)
      await terminal.shows(/\nfive\nsix\nseven\n/)
    }))

  it('keeps what was typed, for the next time, without secrets', () =>
    talking(
      [],
      async (terminal, cwd) => {
        say(terminal, 'my key is acme-key-123456')
        await terminal.shows('Hello there.')
        terminal.type(keys.ctrlD)
        await terminal.ended
        const file = join(cwd, 'history', 'cli_history')
        expect(await readFile(file, 'utf8')).toBe('my key is [redacted]\n')
        expect((await stat(file)).mode & 0o777).toBe(0o600)
        const again = openTerminal(['agent'], { cwd })
        try {
          await again.shows('You:')
          again.type(keys.up)
          await again.shows('my key is [redacted]')
        } finally {
          again.kill()
        }
      },
      { env: { ACME_API_KEY: 'acme-key-123456' } },
    ))

  it('sends files that are named with @', () =>
    talking(
      ['--model', 'acme/echo'],
      async (terminal) => {
        say(terminal, 'Read @notes.txt, please, and mail me@example.com')
        await terminal.shows('low tide')
      },
      { files: { 'notes.txt': 'low tide' } },
    ))

  it('survives a change of the window while it works', () =>
    talking(['--model', 'acme/slow'], async (terminal) => {
      say(terminal, 'begin')
      await terminal.shows('Begin')
      terminal.resize(40, 12)
      terminal.type(keys.ctrlC)
      await terminal.shows('(stopped)')
      say(terminal, '/help')
      await terminal.shows('/compact')
    }))

  it('has no colour with NO_COLOR', () =>
    talking(
      ['--model', 'acme/markdown'],
      async (terminal) => {
        say(terminal, 'tides')
        await terminal.shows('**High** at `six`.')
      },
      { env: { NO_COLOR: '1' } },
    ))
})

describe('commands of a talk', () => {
  let standIn: StandIn
  beforeAll(async () => {
    standIn = await startStandIn()
  })
  afterAll(() => standIn.stop())

  it('/model goes on with another provider', () =>
    talking(
      ['-s', 'trip'],
      async (terminal, cwd) => {
        say(terminal, 'first')
        await terminal.shows('Hello there.')
        say(terminal, '/model opnai/gpt-5')
        await terminal.shows('Did you mean "openai"?')
        say(terminal, '/model openai/gpt-5')
        await terminal.shows('Now asking openai/gpt-5.')
        say(terminal, 'second')
        await terminal.shows('Good morning to you.')
        say(terminal, '/model bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0')
        await terminal.shows('Now asking bedrock')
        say(terminal, 'third')
        await terminal.shows(/third[\s\S]*Good morning to you\./)
        say(terminal, '/model acme/history')
        await terminal.shows('Now asking acme/history')
        say(terminal, 'fourth')
        await terminal.shows('user: third')
        terminal.type(keys.ctrlD)
        await terminal.ended
        const shown = await runAutobot(['sessions', 'show', 'trip'], { cwd })
        expect(shown.stdout).toContain('assistant (openai/gpt-5)')
      },
      { env: standIn.env, columns: 120 },
    ))

  it('/tools, /cost, /mcp, /help and a slip', () =>
    talking([], async (terminal) => {
      say(terminal, '/cost')
      await terminal.shows('Nothing was used so far.')
      say(terminal, 'hi')
      await terminal.shows('3 in · 2 out')
      say(terminal, '/cost')
      await terminal.shows('3 in · 2 out · costs unknown')
      say(terminal, '/tools drain')
      await terminal.shows('(look_up)')
      say(terminal, '/mcp')
      await terminal.shows('No MCP servers are configured.')
      say(terminal, '/modle')
      await terminal.shows('Did you mean /model?')
      say(terminal, '/help')
      await terminal.shows('/compact')
    }))

  it('/compact goes on with a summary, and the old conversation stays', () =>
    withFolder({ 'config.yml': config }, async (cwd) => {
      await mkdir(join(cwd, 'sessions'))
      const terminal = openTerminal(['agent'], { cwd })
      try {
        await terminal.shows('You:')
        say(terminal, 'first')
        await terminal.shows('Hello there.')
        say(terminal, '/compact')
        await terminal.shows('2 messages became a summary of 12 letters.')
        say(terminal, '/model acme/history')
        say(terminal, 'second')
        await terminal.shows('Summary of our conversation so far')
        say(terminal, '/sessions')
        await terminal.shows('LAST USED')
        terminal.type(keys.ctrlD)
        await terminal.ended
        const list = await runAutobot(['sessions', 'list', '--json'], { cwd })
        expect((JSON.parse(list.stdout) as { sessions: unknown[] }).sessions).toHaveLength(2)
      } finally {
        terminal.kill()
      }
    }))
})
