import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { bin } from './run-autobot.ts'

export interface TerminalOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly columns?: number
  readonly rows?: number
}

/** The real command in a pseudo-terminal, and the screen that a person would see. */
export interface Terminal {
  readonly screen: InstanceType<typeof xterm.Terminal>
  /** The lines of the screen and above, without trailing blanks. */
  text(): string
  type(keys: string): void
  resize(columns: number, rows: number): void
  /** Resolves when the text is on the screen; what is there otherwise is in the error. */
  shows(text: string | RegExp): Promise<void>
  readonly ended: Promise<number>
  kill(): void
}

export const keys = {
  up: '\u001b[A',
  down: '\u001b[B',
  enter: '\r',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
} as const

export function openTerminal(words: readonly string[], options: TerminalOptions): Terminal {
  const { columns: cols = 80, rows = 24 } = options
  const screen = new xterm.Terminal({ cols, rows, scrollback: 1000, allowProposedApi: true })
  const child = spawn(process.execPath, [bin, ...words], {
    name: 'xterm-256color',
    cols,
    rows,
    cwd: options.cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: options.cwd,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...options.env,
    },
  })
  const waiting = new Set<() => void>()
  let over = false
  child.onData((data) => screen.write(data, () => waiting.forEach((check) => check())))
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      over = true
      // What was printed last may still be on its way to the screen.
      screen.write('', () => {
        waiting.forEach((check) => check())
        resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal)
      })
    })
  })
  const text = (): string => {
    const { active } = screen.buffer
    const lines = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    )
    return lines.join('\n').trimEnd()
  }
  return {
    screen,
    text,
    type: (typed) => child.write(typed),
    resize(columns, height) {
      screen.resize(columns, height)
      child.resize(columns, height)
    },
    shows(wanted) {
      return new Promise((resolve, reject) => {
        const done = (error?: Error): void => {
          clearTimeout(timer)
          waiting.delete(check)
          if (error === undefined) resolve()
          else reject(error)
        }
        const failed = (why: string): Error =>
          new Error(`${why}: ${String(wanted)}. The screen:\n${text()}`)
        const check = (): void => {
          const found = typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text())
          if (found) done()
          else if (over) done(failed('It ended without showing'))
        }
        const timer = setTimeout(() => done(failed('It did not show')), 10_000)
        waiting.add(check)
        check()
      })
    },
    ended,
    kill: () => {
      if (!over) child.kill('SIGKILL')
    },
  }
}
