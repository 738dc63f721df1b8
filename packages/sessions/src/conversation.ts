import type { Message } from '@autobot/core/provider'
import type { Compaction } from './line.ts'

/** A conversation as it is read from a file, or kept while it is written. */
export interface Conversation {
  readonly messages: readonly Message[]
  /** Messages that the first one is the summary of. */
  readonly summarised: number
  /** Of the file: the number of the next one is one more. */
  readonly lines: number
  message(message: Message): void
  compaction(compaction: Compaction): void
  /** A line that holds nothing that can be used. */
  damage(): void
  /** The last line that holds any of the first `count` messages. */
  lineOf(count: number): number
}

export function createConversation(): Conversation {
  const messages: Message[] = []
  // By message, the line that it ends with; of a summary, the last line that it stands for.
  const ends: number[] = []
  let summarised = 0
  let lines = 0

  return {
    messages,
    get summarised() {
      return summarised
    },
    get lines() {
      return lines
    },
    message(message) {
      lines += 1
      messages.push(message)
      ends.push(lines)
    },
    compaction({ lines: last, summary }) {
      lines += 1
      const found = ends.findIndex((end) => end > last)
      const count = found < 0 ? ends.length : found
      // Another summary already stands for more.
      if (count === 0 && summarised > 0) return
      // A summary counts as the messages that it stands for.
      summarised += count > 0 && summarised > 0 ? count - 1 : count
      messages.splice(0, count, summary)
      ends.splice(0, count, last)
    },
    damage() {
      lines += 1
    },
    lineOf: (count) => ends[count - 1] ?? 0,
  }
}
