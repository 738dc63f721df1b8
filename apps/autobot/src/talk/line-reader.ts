import { createInterface } from 'node:readline'
import { createScreen } from './screen.ts'

/** Messages that a person types; the terminal is this reader's from beginning to end. */
export interface LineReader {
  /** The next message, which may have several lines; undefined at the end of input. */
  message(prompt: string): Promise<string | undefined>
  /** A short answer to a question, kept out of the history. Aborting answers ''. */
  answer(question: string, signal: AbortSignal): Promise<string>
  /** Shows the prompt again, after something else was printed. */
  redraw(): void
  close(): void
}

export interface LineReaderOptions {
  /** Newest first. */
  readonly history: readonly string[]
  readonly onHistory: (lines: readonly string[]) => void
  readonly complete: (line: string) => [string[], string]
  /** Ctrl-C; true: the line that was begun is dropped. */
  readonly onInterrupt: () => void
}

const continued = '… '
const pasteOn = '\u001b[?2004h'
const pasteOff = '\u001b[?2004l'

/**
 * A line that ends with a backslash goes on, Alt-Enter begins another one, and what is pasted
 * stays together. Lines that are typed while nobody asks are the next messages.
 */
export function createLineReader(options: LineReaderOptions): LineReader {
  const screen = createScreen()
  const lines = createInterface({
    input: process.stdin,
    output: screen,
    terminal: true,
    history: [...options.history],
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: options.complete,
  })
  const ready: string[] = []
  let parts: string[] = []
  let current = ''
  let pasting = false
  let goesOn = false
  let closed = false
  let waiting: ((text: string | undefined) => void) | undefined
  let asking: ((text: string) => void) | undefined

  const deliver = (text: string | undefined): void => {
    const next = waiting
    waiting = undefined
    if (next === undefined) {
      if (text !== undefined) ready.push(text)
      return
    }
    screen.muted = true
    next(text)
  }
  const prompt = (text: string): void => {
    screen.muted = false
    lines.setPrompt(text)
    lines.prompt()
  }

  lines.on('line', (line) => {
    if (asking !== undefined) {
      const next = asking
      asking = undefined
      screen.muted = true
      return next(line)
    }
    const hasMore = goesOn || pasting || line.endsWith('\\')
    parts.push(line.endsWith('\\') && !pasting && !goesOn ? line.slice(0, -1) : line)
    goesOn = false
    if (hasMore) {
      if (waiting !== undefined && !pasting) prompt(continued)
      return
    }
    const text = parts.join('\n')
    parts = []
    deliver(text)
  })
  lines.on('history', (history: string[]) => {
    // An answer to a question is no message; neither is what was typed of one so far.
    if (asking !== undefined) history.shift()
    else options.onHistory(history)
  })
  lines.on('SIGINT', () => {
    if (asking === undefined && waiting !== undefined && (lines.line !== '' || parts.length > 0)) {
      parts = []
      lines.write(null, { ctrl: true, name: 'e' })
      lines.write(null, { ctrl: true, name: 'u' })
      prompt(lines.getPrompt() === continued ? current : lines.getPrompt())
      return
    }
    options.onInterrupt()
  })
  lines.on('close', () => {
    closed = true
    screen.muted = false
    screen.write(pasteOff)
    deliver(undefined)
    asking?.('')
  })
  const onKey = (_: unknown, key: { readonly name?: string; readonly meta?: boolean }): void => {
    if (key.name === 'paste-start') pasting = true
    else if (key.name === 'paste-end') pasting = false
    else if (key.meta === true && (key.name === 'return' || key.name === 'enter')) {
      goesOn = true
      lines.write(null, { name: 'return' })
    }
  }
  process.stdin.on('keypress', onKey)
  screen.write(pasteOn)
  screen.muted = true

  return {
    message(text) {
      current = text
      const next = ready.shift()
      if (next !== undefined) {
        screen.muted = false
        screen.write(`${text}${next}\n`)
        screen.muted = true
        return Promise.resolve(next)
      }
      if (closed) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        waiting = resolve
        prompt(text)
      })
    },
    answer(question, signal) {
      if (closed || signal.aborted) return Promise.resolve('')
      return new Promise((resolve) => {
        const stop = (): void => {
          asking = undefined
          screen.write('\n')
          screen.muted = true
          resolve('')
        }
        signal.addEventListener('abort', stop, { once: true })
        asking = (text) => {
          signal.removeEventListener('abort', stop)
          resolve(text)
        }
        prompt(question)
      })
    },
    redraw() {
      if (waiting !== undefined) prompt(current)
    },
    close() {
      process.stdin.off('keypress', onKey)
      if (!closed) lines.close()
    },
  }
}
