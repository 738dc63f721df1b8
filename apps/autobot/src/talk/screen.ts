import { Writable } from 'node:stream'

export interface Screen extends Writable {
  /** While an answer is printed: what is typed meanwhile does not stand in it. */
  muted: boolean
}

/** stderr as the output of a line editor. */
export function createScreen(): Screen {
  const screen = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _, done) {
      if (!made.muted) process.stderr.write(chunk)
      done()
    },
  })
  const made = Object.assign(screen, { muted: false })
  // The editor asks for the width at each key, and draws again when it changes.
  Object.defineProperty(made, 'columns', { get: () => process.stderr.columns || 80 })
  Object.defineProperty(made, 'rows', { get: () => process.stderr.rows || 24 })
  process.stderr.on('resize', () => made.emit('resize'))
  return made
}
