export interface SseEvent {
  readonly event: string | undefined
  readonly data: string
}

export interface SseParser {
  push(text: string): readonly SseEvent[]
  /** The stream ended: what is still open counts, even without a blank line. */
  end(): readonly SseEvent[]
}

/**
 * Server-sent events of decoded text, cut anywhere. Takes LF, CRLF and CR, `data:` with and
 * without a space, several data lines, comments, and a last event without its blank line.
 */
export function sseParser(): SseParser {
  let rest = ''
  let hasCr = false
  // A CR ends its line at once; an LF that comes right after it belongs to it.
  let skipLf = false
  let event: string | undefined
  let data: string | undefined

  const line = (from: number, to: number, text: string, out: SseEvent[]): void => {
    if (from === to) {
      if (data !== undefined) out.push({ event, data })
      event = undefined
      data = undefined
      return
    }
    if (text.startsWith('data', from)) {
      if (from + 4 === to) data = data === undefined ? '' : `${data}\n`
      else if (text[from + 4] === ':') {
        const start = text[from + 5] === ' ' ? from + 6 : from + 5
        const value = text.slice(Math.min(start, to), to)
        data = data === undefined ? value : `${data}\n${value}`
      }
    } else if (text.startsWith('event:', from)) {
      const value = text.slice(from + 6, to).trim()
      event = value === '' ? undefined : value
    }
  }

  const lineEnd = (text: string, from: number): number => {
    const lf = text.indexOf('\n', from)
    const cr = hasCr ? text.indexOf('\r', from) : -1
    return cr !== -1 && (lf === -1 || cr < lf) ? cr : lf
  }

  /** Where the next line begins. */
  const behind = (text: string, end: number): number => {
    if (text[end] === '\n') return end + 1
    if (end + 1 === text.length) skipLf = true
    return text[end + 1] === '\n' ? end + 2 : end + 1
  }

  return {
    push(added) {
      const out: SseEvent[] = []
      let text = added
      if (skipLf && text !== '') {
        skipLf = false
        if (text[0] === '\n') text = text.slice(1)
      }
      if (!hasCr && text.includes('\r')) hasCr = true
      let end = lineEnd(text, 0)
      if (end === -1) {
        rest += text
        return out
      }
      let from = 0
      // Only the line that was cut is joined, and once it ends: a chunk is not copied for it, and
      // a long line that comes in many pieces stays linear.
      if (rest !== '') {
        const cut = rest + text.slice(0, end)
        line(0, cut.length, cut, out)
        from = behind(text, end)
        end = lineEnd(text, from)
      }
      while (end !== -1) {
        line(from, end, text, out)
        from = behind(text, end)
        end = lineEnd(text, from)
      }
      rest = text.slice(from)
      return out
    },
    end() {
      const out: SseEvent[] = []
      if (rest !== '') line(0, rest.length, rest, out)
      rest = ''
      line(0, 0, '', out)
      return out
    },
  }
}
