import type { Message, Warning } from '@autobot/core/provider'
import { createConversation, type Conversation } from './conversation.ts'
import { decodeLine, type Line } from './line.ts'

export interface SessionContent {
  readonly conversation: Conversation
  /** Every message as it was written. */
  readonly original: readonly Message[]
  readonly warnings: Warning[]
  /** Bytes that are whole lines. */
  readonly length: number
  /** What stands behind the last line feed: a write that was cut off. */
  readonly tail: Buffer
  /** The tail is a whole line that lacks only its line feed. */
  readonly tailIsWhole: boolean
}

const lineFeed = 0x0a

/** Reads what can be read: a line that cannot is warned of and left where it is. */
export function readLines(bytes: Buffer): SessionContent {
  const conversation = createConversation()
  const original: Message[] = []
  const warnings: Warning[] = []
  const use = (line: Exclude<Line, { readonly problem: string }>): void => {
    if ('compaction' in line) conversation.compaction(line.compaction)
    else {
      conversation.message(line.message)
      original.push(line.message)
    }
  }
  let start = 0
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
    const line = decodeLine(bytes.subarray(start, end))
    if ('problem' in line) {
      conversation.damage()
      const number = conversation.lines
      const message = `Line ${number} was left out: ${line.problem}.`
      warnings.push({ code: 'session_damaged', message, path: `lines.${number}` })
    } else use(line)
    start = end + 1
  }
  const tail = bytes.subarray(start)
  let tailIsWhole = false
  if (tail.length > 0) {
    const line = decodeLine(tail)
    if ('problem' in line) {
      const message = `The last write was cut off: ${tail.length} bytes were set aside.`
      const path = `lines.${conversation.lines + 1}`
      warnings.push({ code: 'session_torn', message, path })
    } else {
      tailIsWhole = true
      use(line)
    }
  }
  return { conversation, original, warnings, length: start, tail, tailIsWhole }
}
