import { fitting } from './display-width.ts'

/** One line at the end of the screen that says what is being done, and goes when it is done. */
export interface StatusLine {
  show(text: string): void
  hide(): void
  /** Nothing is drawn until the result is called: a question stands where the line would be. */
  hold(): () => void
  /** Runs what prints whole lines, with the status line out of its way. */
  around(print: () => void): void
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
/** Milliseconds; what is quicker shows no line at all. */
const patience = 300

export function createStatusLine(
  stream: { readonly columns?: number; write(text: string): unknown },
  active: boolean,
): StatusLine {
  let text: string | undefined
  let since = 0
  let frame = 0
  let drawn = false
  let held = 0
  let timer: NodeJS.Timeout | undefined

  const clear = (): void => {
    if (drawn) stream.write('\r\u001b[K')
    drawn = false
  }
  const draw = (): void => {
    if (text === undefined || held > 0) return
    const seconds = Math.floor((Date.now() - since) / 1000)
    const line = `${frames[frame % frames.length] ?? ''} ${text}${seconds > 0 ? ` · ${seconds} s` : ''}`
    // In this order nothing flickers, and a narrower window does not wrap it.
    stream.write(`\r\u001b[2m${fitting(line, (stream.columns || 80) - 1)}\u001b[0m\u001b[K`)
    drawn = true
  }

  return {
    show(next) {
      if (!active) return
      if (next !== text) since = Date.now()
      text = next
      if (drawn) draw()
      timer ??= setInterval(() => {
        frame += 1
        if (Date.now() - since >= patience || drawn) draw()
      }, 100).unref()
    },
    hide() {
      text = undefined
      clearInterval(timer)
      timer = undefined
      clear()
    },
    hold() {
      clear()
      held += 1
      let over = false
      return () => {
        if (!over) held -= 1
        over = true
      }
    },
    around(print) {
      const was = drawn
      clear()
      print()
      if (was) draw()
    },
  }
}
