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

  return {
    push(added) {
      const out: SseEvent[] = []
      let text = added
      if (skipLf && text !== '') {
        skipLf = false
        if (text[0] === '\n') text = text.slice(1)
      }
      if (!hasCr && text.includes('\r')) hasCr = true
      // A long line comes in many pieces: joining them once it ends keeps this linear.
      if (!text.includes('\n') && !(hasCr && text.includes('\r'))) {
        rest += text
        return out
      }
      let search = rest.length
      if (rest !== '') text = rest + text
      let from = 0
      for (;;) {
        const lf = text.indexOf('\n', search)
        const cr = hasCr ? text.indexOf('\r', search) : -1
        if (lf === -1 && cr === -1) break
        const isCr = cr !== -1 && (lf === -1 || cr < lf)
        const end = isCr ? cr : lf
        line(from, end, text, out)
        from = end + 1
        if (isCr) {
          if (from === text.length) skipLf = true
          else if (text[from] === '\n') from += 1
        }
        search = from
      }
      rest = from === 0 ? text : text.slice(from)
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
