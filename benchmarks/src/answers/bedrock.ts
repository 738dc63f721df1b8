import { crc32 } from 'node:zlib'
import { toolName, type Answer, type Piece } from './script.ts'

/** Bedrock's ConverseStream: binary frames with two checksums each. */
export function bedrockBytes({ pieces }: Answer): Buffer {
  const frames: Buffer[] = []
  const say = (type: string, payload: object): void => void frames.push(frame(type, payload))
  let index = -1
  let open: Piece['type'] | undefined
  const close = (): void => {
    if (open !== undefined) say('contentBlockStop', { contentBlockIndex: index, p: 'abcd' })
    open = undefined
  }
  say('messageStart', { role: 'assistant', p: 'abcdefgh' })
  for (const piece of pieces) {
    if (piece.type === 'text') {
      if (open !== 'text') {
        close()
        open = 'text'
        index += 1
      }
      say('contentBlockDelta', {
        contentBlockIndex: index,
        delta: { text: piece.text },
        p: 'abcdefghijklmnop',
      })
    } else {
      close()
      open = 'call'
      index += 1
      const toolUse = { toolUseId: piece.id, name: toolName }
      say('contentBlockStart', { contentBlockIndex: index, start: { toolUse }, p: 'abc' })
      for (const input of piece.fragments) {
        say('contentBlockDelta', {
          contentBlockIndex: index,
          delta: { toolUse: { input } },
          p: 'abcdef',
        })
      }
    }
  }
  close()
  const calls = pieces.some(({ type }) => type === 'call')
  say('messageStop', { stopReason: calls ? 'tool_use' : 'end_turn', p: 'abcdef' })
  say('metadata', {
    metrics: { latencyMs: 10 },
    usage: { inputTokens: 11, outputTokens: 2000, totalTokens: 2011 },
    p: 'abcdef',
  })
  return Buffer.concat(frames)
}

function frame(type: string, payload: object): Buffer {
  const headers = Buffer.concat([
    header(':event-type', type),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ])
  const body = Buffer.from(JSON.stringify(payload))
  const bytes = Buffer.alloc(16 + headers.length + body.length)
  bytes.writeUInt32BE(bytes.length, 0)
  bytes.writeUInt32BE(headers.length, 4)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8)
  headers.copy(bytes, 12)
  body.copy(bytes, 12 + headers.length)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
  return bytes
}

function header(name: string, value: string): Buffer {
  const bytes = Buffer.alloc(4 + name.length + value.length)
  bytes.writeUInt8(name.length, 0)
  bytes.write(name, 1)
  bytes.writeUInt8(7, 1 + name.length)
  bytes.writeUInt16BE(value.length, 2 + name.length)
  bytes.write(value, 4 + name.length)
  return bytes
}
