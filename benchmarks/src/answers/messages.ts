import { toolName, type Answer, type Piece } from './script.ts'
import { sse } from './sse.ts'

/** Anthropic Messages. */
export function messagesBytes({ pieces }: Answer): Buffer {
  const events: string[] = []
  const say = (type: string, fields: object = {}): void => {
    events.push(sse({ type, ...fields }, type))
  }
  let index = -1
  let open: Piece['type'] | undefined
  const close = (): void => {
    if (open !== undefined) say('content_block_stop', { index })
    open = undefined
  }
  const start = (type: Piece['type'], block: object): void => {
    close()
    open = type
    index += 1
    say('content_block_start', { index, content_block: block })
  }
  say('message_start', {
    message: {
      id: 'msg_bench',
      type: 'message',
      role: 'assistant',
      model: 'bench',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 11, output_tokens: 1 },
    },
  })
  for (const piece of pieces) {
    if (piece.type === 'text') {
      if (open !== 'text') start('text', { type: 'text', text: '' })
      const delta = { type: 'text_delta', text: piece.text }
      say('content_block_delta', { index, delta })
    } else {
      start('call', { type: 'tool_use', id: piece.id, name: toolName, input: {} })
      for (const text of piece.fragments) {
        const delta = { type: 'input_json_delta', partial_json: text }
        say('content_block_delta', { index, delta })
      }
    }
  }
  close()
  const calls = pieces.some(({ type }) => type === 'call')
  say('message_delta', {
    delta: { stop_reason: calls ? 'tool_use' : 'end_turn', stop_sequence: null },
    usage: { output_tokens: 2000 },
  })
  say('message_stop')
  return Buffer.from(events.join(''))
}
