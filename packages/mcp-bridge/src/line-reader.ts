/** Bytes; a longer line is left out, and costs only itself. */
export const maxLineBytes = 64 * 1024 * 1024

export interface LineReader {
  push(chunk: Buffer): void
}

/**
 * Splits bytes into lines of UTF-8. Pieces are joined once per line, so that a message of any
 * size costs linear time.
 */
export function createLineReader(
  onLine: (line: string) => void,
  onTooLong: (bytes: number) => void,
): LineReader {
  let pieces: Buffer[] = []
  let length = 0
  let tooLong = false

  const end = (): void => {
    if (tooLong) onTooLong(length)
    else if (length > 0) onLine(Buffer.concat(pieces, length).toString('utf8'))
    pieces = []
    length = 0
    tooLong = false
  }
  const add = (piece: Buffer): void => {
    length += piece.length
    if (length > maxLineBytes) {
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
