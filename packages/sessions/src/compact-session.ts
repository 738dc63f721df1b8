import type { Message, OpenSession, SystemMessage, UserMessage } from '@autobot/core/provider'

/** What is to be kept in mind of the messages: a text, or the whole message that stands for them. */
export type Summarise = (
  messages: readonly Message[],
) => string | SystemMessage | UserMessage | Promise<string | SystemMessage | UserMessage>

export interface CompactOptions {
  /** The last messages that stay as they are; some more do where a tool's result would lose its call. Default 12. */
  readonly keep?: number
}

/**
 * Puts a summary in the place of all but the last messages; false when there was nothing to gain.
 * The session may be appended to meanwhile. What was summarised stays in the store.
 */
export async function compactSession(
  session: OpenSession,
  summarise: Summarise,
  options: CompactOptions = {},
): Promise<boolean> {
  const { messages } = session
  const count = cutBefore(messages, messages.length - (options.keep ?? 12))
  // A summary of a summary alone says less, not more.
  if (count < (session.summarised > 0 ? 2 : 1)) return false
  const old = messages.slice(0, count)
  const told = await summarise(old)
  // Somebody else compacted meanwhile: the count is no longer the one that was summarised.
  if (old.some((message, index) => messages[index] !== message)) return false
  await session.compact(typeof told === 'string' ? summaryMessage(told) : told, count)
  return true
}

/** The greatest number of messages, at most `most`, after which no tool's result is without its call. */
function cutBefore(messages: readonly Message[], most: number): number {
  for (let count = most; count > 0; count -= 1) {
    if (messages[count]?.role !== 'tool') return count
  }
  return 0
}

/** Told by the user, so that every provider takes it, and marked, so that nobody mistakes it for a question. */
function summaryMessage(text: string): UserMessage {
  const marked = `[Summary of the conversation so far]\n${text}\n[End of the summary]`
  return { role: 'user', content: [{ type: 'text', text: marked }] }
}
