import { withoutControls } from './display-width.ts'

/** Markdown as a terminal shows it, while it comes: every letter is shown as soon as it is clear. */
export interface MarkdownStream {
  push(text: string): string
  /** What was still held back, and the end of all styles. */
  end(): string
}

const on = { bold: '\u001b[1m', italic: '\u001b[3m', code: '\u001b[36m', heading: '\u001b[1;4m' }
const off = {
  bold: '\u001b[22m',
  italic: '\u001b[23m',
  code: '\u001b[39m',
  heading: '\u001b[22;24m',
}
const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`

/** A line's beginning that may still become a mark. */
const undecided = /^[ \t]*(#{0,6}|[-*+]|[-*_]{2,}[ \t]*|`{1,2}|~{1,2}|>|\d{1,3}[.)]?)?$/
const fence = /^ {0,3}(`{3,}|~{3,})[^\n]*$/
const rule = /^ {0,3}([-*_])( *\1){2,} *$/

export function markdownStream(): MarkdownStream {
  let held = ''
  let atStart = true
  let fenced: string | undefined
  let heading = false
  let bold = false
  let italic = false
  let code = false
  let before = ' '

  const closeStyles = (): string => {
    const ends = [
      ...(code ? [off.code] : []),
      ...(italic ? [off.italic] : []),
      ...(heading ? [off.heading] : bold ? [off.bold] : []),
    ]
    code = italic = bold = heading = false
    return ends.join('')
  }

  /** Shows the mark of a line; undefined while it may still become another. */
  const beginLine = (isEnd: boolean): string | undefined => {
    const lineEnd = held.indexOf('\n')
    const line = lineEnd < 0 ? held : held.slice(0, lineEnd)
    const whole = lineEnd >= 0 || isEnd
    const take = (length: number, shown: string): string => {
      held = held.slice(length)
      atStart = false
      before = ' '
      return shown
    }
    if (fenced !== undefined) {
      if (!whole && new RegExp(`^ {0,3}[\`~]{0,${line.length}}$`).test(line)) return undefined
      if (whole && line.trim().startsWith(fenced) && /^[`~]+$/.test(line.trim())) {
        fenced = undefined
        return take(line.length, dim(line))
      }
      code = true
      return take(0, on.code)
    }
    const opening = fence.exec(line)
    if (opening !== null) {
      if (!whole) return undefined
      fenced = opening[1] ?? '```'
      return take(line.length, dim(line))
    }
    if (!whole && undecided.test(line)) return undefined
    if (whole && rule.test(line)) return take(line.length, dim('─'.repeat(40)))
    const title = /^ {0,3}#{1,6}[ \t]+/.exec(line)
    if (title !== null) {
      heading = true
      return take(title[0].length, on.heading)
    }
    const item = /^([ \t]*)[-*+][ \t]+/.exec(line)
    if (item !== null) return take(item[0].length, `${item[1] ?? ''}• `)
    const quote = /^ {0,3}> ?/.exec(line)
    if (quote !== null) return take(quote[0].length, dim('│ '))
    return take(0, '')
  }

  /** One letter or mark; undefined while the next letter decides. */
  const inline = (isEnd: boolean): string | undefined => {
    const letter = held[0] ?? ''
    const next = held[1]
    const take = (length: number, shown: string): string => {
      before = held[length - 1] ?? ' '
      held = held.slice(length)
      return shown
    }
    if (letter === '\n') {
      atStart = true
      return take(1, `${closeStyles()}\n`)
    }
    if (fenced !== undefined) return take(1, letter)
    if (letter === '`') {
      code = !code
      return take(1, code ? on.code : off.code)
    }
    if (code || (letter !== '*' && letter !== '\\')) return take(1, letter)
    if (next === undefined && !isEnd) return undefined
    if (letter === '\\') {
      return /[!-/:-@[-`{-~]/.test(next ?? '') ? take(2, next ?? '') : take(1, letter)
    }
    const opens = next !== undefined && /\S/.test(held[held.startsWith('**') ? 2 : 1] ?? 'x')
    const closes = /\S/.test(before)
    if (next === '*' && (bold ? closes : opens)) {
      bold = !bold
      return take(2, heading ? '' : bold ? on.bold : off.bold)
    }
    if (next !== '*' && (italic ? closes : opens && !/\w/.test(before))) {
      italic = !italic
      return take(1, italic ? on.italic : off.italic)
    }
    return take(1, letter)
  }

  const run = (isEnd: boolean): string => {
    let shown = ''
    while (held !== '') {
      const piece = atStart ? beginLine(isEnd) : inline(isEnd)
      if (piece === undefined) break
      shown += piece
    }
    return shown
  }

  return {
    push(text) {
      held += withoutControls(text)
      return run(false)
    },
    end: () => run(true) + closeStyles(),
  }
}
