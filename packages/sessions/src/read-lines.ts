import type { Message, Warning } from '@autobot/core/provider'
import { decodeLine } from './line.ts'

export interface SessionContent {
  readonly messages: Message[]
  readonly warnings: Warning[]
  /** Bytes that are whole lines. */
  readonly length: number
  /** What stands behind the last line feed: a write that was cut off. */
  readonly tail: Buffer
  /** The tail is a whole message that lacks only its line feed. */
  readonly tailIsWhole: boolean
}

const lineFeed = 0x0a

/** Reads what can be read: a line that cannot is warned of and left where it is. */
export function readLines(bytes: Buffer): SessionContent {
  const messages: Message[] = []
  const warnings: Warning[] = []
  let start = 0
  let number = 1
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
    const line = decodeLine(bytes.subarray(start, end))
    if ('role' in line) messages.push(line)
    else {
      const message = `Line ${number} was left out: ${line.problem}.`
      warnings.push({ code: 'session_damaged', message, path: `lines.${number}` })
    }
    start = end + 1
    number += 1
  }
  const tail = bytes.subarray(start)
  let tailIsWhole = false
  if (tail.length > 0) {
    const line = decodeLine(tail)
    tailIsWhole = 'role' in line
    if ('role' in line) messages.push(line)
    else {
      const message = `The last write was cut off: ${tail.length} bytes were set aside.`
      warnings.push({ code: 'session_torn', message, path: `lines.${number}` })
    }
  }
  return { messages, warnings, length: start, tail, tailIsWhole }
}
