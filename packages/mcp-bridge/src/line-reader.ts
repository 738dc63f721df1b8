/** Bytes of a line that is too long that its reader gets to see. */
const headBytes = 256

export interface LineReader {
  push(chunk: Buffer): void
}

/**
 * Splits bytes into lines of UTF-8. Pieces are joined once per line, so that a message of any
 * size costs linear time.
 */
export function createLineReader(
  onLine: (line: string) => void,
  /** `head` is its begin. */
  onTooLong: (bytes: number, head: string) => void,
  /** Bytes; a longer line is left out, and costs only itself. */
  maxLineBytes: number,
): LineReader {
  let pieces: Buffer[] = []
  let length = 0
  let tooLong = false
  let head = ''

  const end = (): void => {
    if (tooLong) onTooLong(length, head)
    else if (length > 0) onLine(Buffer.concat(pieces, length).toString('utf8'))
    pieces = []
    length = 0
    tooLong = false
  }
  const add = (piece: Buffer): void => {
    length += piece.length
    if (length > maxLineBytes) {
      if (!tooLong) head = Buffer.concat([...pieces, piece]).toString('utf8', 0, headBytes)
      tooLong = true
      pieces = []
    } else if (piece.length > 0) pieces.push(piece)
  }

  return {
    push(chunk) {
      let from = 0
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, at))
        end()
        from = at + 1
      }
      if (from < chunk.length) add(chunk.subarray(from))
    },
  }
}
