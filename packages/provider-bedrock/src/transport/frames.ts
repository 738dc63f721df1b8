import { crc32 } from 'node:zlib'
import { ProviderError } from '@autobot/core/provider'

/** The headers that hold text, such as `:event-type`. */
export type FrameHeaders = Readonly<Record<string, string | undefined>>

/** Called with each whole frame; the payload of every frame of Bedrock is a text. */
export type OnFrame = (headers: FrameHeaders, payload: string) => void

export interface FrameReader {
  /** Takes bytes as they come and hands over each frame that they complete. */
  push(chunk: Uint8Array, onFrame: OnFrame): void
  /** Throws when the bytes ended inside a frame. */
  end(): void
  /** Whether every frame that began is whole. */
  between(): boolean
}

const preludeLength = 12
const trailerLength = 4
/** More than any answer needs: a wild length must not make us collect bytes for ever. */
const maxFrameLength = 64 * 1024 * 1024

/** Reads frames and checks both checksums of each: what is corrupt never becomes an answer. */
export function createFrameReader(): FrameReader {
  let rest: Buffer[] = []
  let restLength = 0

  const read = (bytes: Buffer, onFrame: OnFrame): number => {
    let at = 0
    while (bytes.length - at >= preludeLength) {
      const length = bytes.readUInt32BE(at)
      const headersLength = bytes.readUInt32BE(at + 4)
      const checksum = bytes.readUInt32BE(at + 8)
      if (preludeChecksum(bytes, at) !== checksum) {
        throw corrupt('the checksum of a frame’s prelude is wrong')
      }
      if (length > maxFrameLength || length < preludeLength + headersLength + trailerLength) {
        throw corrupt('a frame has an impossible length')
      }
      if (bytes.length - at < length) break
      const end = at + length - trailerLength
      // The sum goes on where that of the prelude ended.
      if (bytes.readUInt32BE(end) !== crc32(bytes.subarray(at + 8, end), checksum)) {
        throw corrupt('the checksum of a frame is wrong')
      }
      const headersEnd = at + preludeLength + headersLength
      onFrame(
        headersOf(bytes, at + preludeLength, headersEnd),
        bytes.toString('utf8', headersEnd, end),
      )
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
    between: () => restLength === 0,
  }
}

// Nearly all frames of all answers have the same headers: these are parsed once. Kept for all of
// them: an answer that is open would hold 600 bytes more for its own.
let lastHeaderBytes: Buffer = Buffer.alloc(0)
let lastHeaders: FrameHeaders = {}

function headersOf(bytes: Buffer, start: number, end: number): FrameHeaders {
  if (!holds(bytes, start, end, lastHeaderBytes)) {
    const own = Buffer.from(bytes.subarray(start, end))
    lastHeaders = parseHeaders(own)
    lastHeaderBytes = own
  }
  return lastHeaders
}

/** Compared here: a call into the platform costs more than these few bytes. */
function holds(bytes: Buffer, start: number, end: number, wanted: Buffer): boolean {
  if (end - start !== wanted.length) return false
  for (let at = 0; at < wanted.length; at += 1) {
    if (bytes[start + at] !== wanted[at]) return false
  }
  return true
}

const sums = Uint32Array.from({ length: 256 }, (_zero, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1
  return sum
})

/** CRC-32 of eight bytes; the platform's own is faster from some thirty on. */
function preludeChecksum(bytes: Buffer, start: number): number {
  let sum = 0xffffffff
  for (let at = start; at < start + 8; at += 1) {
    sum = (sums[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (sum >>> 8)
  }
  return (sum ^ 0xffffffff) >>> 0
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
