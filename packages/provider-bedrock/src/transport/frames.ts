import { crc32 } from 'node:zlib'
import { ProviderError } from '@autobot/core/provider'

/** One message of AWS's event stream. */
export interface Frame {
  /** The headers that hold text, such as `:event-type`. */
  readonly headers: FrameHeaders
  /** A view: copy it to keep it. */
  readonly payload: Buffer
}

export type FrameHeaders = Readonly<Record<string, string | undefined>>

export interface FrameReader {
  /** Takes bytes as they come and hands over each frame that they complete. */
  push(chunk: Uint8Array, onFrame: (frame: Frame) => void): void
  /** Throws when the bytes ended inside a frame. */
  end(): void
}

const preludeLength = 12
const trailerLength = 4
/** More than any answer needs: a wild length must not make us collect bytes for ever. */
const maxFrameLength = 64 * 1024 * 1024

/** Reads frames and checks both checksums of each: what is corrupt never becomes an answer. */
export function createFrameReader(): FrameReader {
  let rest: Buffer[] = []
  let restLength = 0
  // Nearly all frames of an answer have the same headers: these are parsed once.
  let lastHeaderBytes: Buffer | undefined
  let lastHeaders: FrameHeaders = {}

  const headersOf = (bytes: Buffer): FrameHeaders => {
    if (lastHeaderBytes?.equals(bytes) !== true) {
      lastHeaders = parseHeaders(bytes)
      lastHeaderBytes = Buffer.from(bytes)
    }
    return lastHeaders
  }

  const read = (bytes: Buffer, onFrame: (frame: Frame) => void): number => {
    let at = 0
    while (bytes.length - at >= preludeLength) {
      const length = bytes.readUInt32BE(at)
      const headersLength = bytes.readUInt32BE(at + 4)
      if (bytes.readUInt32BE(at + 8) !== crc32(bytes.subarray(at, at + 8))) {
        throw corrupt('the checksum of a frame’s prelude is wrong')
      }
      if (length > maxFrameLength || length < preludeLength + headersLength + trailerLength) {
        throw corrupt('a frame has an impossible length')
      }
      if (bytes.length - at < length) break
      const end = at + length - trailerLength
      if (bytes.readUInt32BE(end) !== crc32(bytes.subarray(at, end))) {
        throw corrupt('the checksum of a frame is wrong')
      }
      const headersEnd = at + preludeLength + headersLength
      onFrame({
        headers: headersOf(bytes.subarray(at + preludeLength, headersEnd)),
        payload: bytes.subarray(headersEnd, end),
      })
      at += length
    }
    return at
  }

  return {
    push(chunk, onFrame) {
      if (chunk.byteLength === 0) return
      const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      rest.push(view)
      restLength += view.length
      // A long frame comes in many chunks: joining them only once it is whole keeps this linear.
      if (rest.length > 1 && restLength < neededLength(rest)) return
      const bytes = rest.length === 1 ? view : Buffer.concat(rest, restLength)
      const used = read(bytes, onFrame)
      rest = used === bytes.length ? [] : [bytes.subarray(used)]
      restLength = bytes.length - used
    },
    end() {
      if (restLength > 0) throw corrupt('the answer ended inside a frame')
    },
  }
}

function neededLength([first]: readonly Buffer[]): number {
  if (first === undefined || first.length < preludeLength) return 0
  const length = first.readUInt32BE(0)
  return length > maxFrameLength ? 0 : length
}

function corrupt(what: string): ProviderError {
  return new ProviderError(`Bedrock's answer is damaged: ${what}.`, {
    code: 'bad_response',
    provider: 'bedrock',
    hint: 'Try again; if it stays, look for a proxy that changes the bytes.',
  })
}

/** Lengths of the values by their type; 6 and 7 say theirs themselves. */
const valueLengths: readonly (number | undefined)[] = [
  0,
  0,
  1,
  2,
  4,
  8,
  undefined,
  undefined,
  8,
  16,
]

function parseHeaders(bytes: Buffer): FrameHeaders {
  const headers: Record<string, string | undefined> = Object.create(null) as Record<string, string>
  let at = 0
  const take = (count: number): number => {
    const start = at
    at += count
    if (at > bytes.length) throw corrupt('a frame’s headers are cut')
    return start
  }
  while (at < bytes.length) {
    const nameLength = bytes.readUInt8(take(1))
    const name = bytes.toString('utf8', take(nameLength), at)
    const type = bytes.readUInt8(take(1))
    if (type >= valueLengths.length) throw corrupt('a frame’s header has an unknown type')
    const length = valueLengths[type] ?? bytes.readUInt16BE(take(2))
    const start = take(length)
    if (type === 7) headers[name] = bytes.toString('utf8', start, at)
  }
  return headers
}
