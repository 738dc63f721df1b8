/** How events are written: all of these are in use. */
export interface Framing {
  /** Default `\n`. */
  readonly newline?: '\n' | '\r\n' | '\r'
  /** Whether a space follows `data:`. Default `yes`. */
  readonly space?: 'yes' | 'no'
  /** Comments and blank lines between events, as gateways keep connections alive. Default `no`. */
  readonly comments?: 'yes' | 'no'
  /** Whether a payload is spread over several `data` lines. Default `no`. */
  readonly lines?: 'yes' | 'no'
  /** Default `no`. */
  readonly byteOrderMark?: 'yes' | 'no'
  /** Whether the last event lacks its blank line. Default `no`. */
  readonly openEnd?: 'yes' | 'no'
  /** Bytes of one write, so that characters and lines are cut. Default: an event is one write. */
  readonly pieces?: number
}

export interface SimulatedEvent {
  readonly event?: string
  /** A text goes out as it is. */
  readonly data: object | string
}

/** The framings that a reader has to know, by name. */
export const framings: Readonly<Record<string, Framing>> = {
  plain: {},
  'CRLF and comments': { newline: '\r\n', comments: 'yes' },
  CR: { newline: '\r' },
  'no space, a mark and an open end': { space: 'no', byteOrderMark: 'yes', openEnd: 'yes' },
  'several lines': { lines: 'yes' },
  'single bytes': { pieces: 1 },
  'three bytes and CRLF': { pieces: 3, newline: '\r\n' },
}

/** Each event as bytes. */
export function frame(
  events: readonly SimulatedEvent[],
  framing: Framing = {},
): readonly Uint8Array[] {
  const { newline = '\n', space = 'yes', comments = 'no', lines = 'no' } = framing
  const encoder = new TextEncoder()
  const gap = space === 'yes' ? ' ' : ''
  return events.map(({ event, data }, index) => {
    const payload =
      typeof data === 'string' ? data : JSON.stringify(data, null, lines === 'yes' ? 1 : 0)
    const text = [
      ...(event === undefined ? [] : [`event:${gap}${event}`]),
      ...payload.split('\n').map((line) => `data:${gap}${line}`),
    ].join(newline)
    const isFirst = index === 0
    const isLast = index === events.length - 1
    const mark = isFirst && framing.byteOrderMark === 'yes' ? '\uFEFF' : ''
    const before = comments === 'yes' ? `: keep-alive${newline}${newline}` : ''
    const end = isLast && framing.openEnd === 'yes' ? '' : `${newline}${newline}`
    return encoder.encode(`${mark}${before}${text}${end}`)
  })
}
