import { crc32 } from 'node:zlib'

/** One message of AWS's event stream, with both of its checksums. */
export function encodeEvent(
  type: string,
  payload: unknown,
  kind: 'event' | 'exception' | 'error' = 'event',
): Buffer {
  const name = { event: ':event-type', exception: ':exception-type', error: ':error-code' }[kind]
  const headers = Buffer.concat(
    [
      [name, type],
      [':content-type', 'application/json'],
      [':message-type', kind],
    ].map(([key = '', value = '']) => {
      const head = Buffer.from([key.length, ...Buffer.from(key), 7, 0, 0])
      head.writeUInt16BE(Buffer.byteLength(value), head.length - 2)
      return Buffer.concat([head, Buffer.from(value)])
    }),
  )
  const body = Buffer.from(JSON.stringify(payload))
  const frame = Buffer.alloc(16 + headers.length + body.length)
  frame.writeUInt32BE(frame.length, 0)
  frame.writeUInt32BE(headers.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  headers.copy(frame, 12)
  body.copy(frame, 12 + headers.length)
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4)
  return frame
}
