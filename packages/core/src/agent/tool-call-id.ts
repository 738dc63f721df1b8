import type { Message } from '../contract/message.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Makes ids of tool calls: `c` and 20 characters of `[0-9A-Za-z]`, which is legal on almost every
 * wire. Never one that stands in the history.
 * @param random in [0, 1)
 */
export function createIdSource(history: readonly Message[], random: () => number): () => string {
  // Read with the first call: most turns make none.
  let known: Set<string> | undefined
  return () => {
    const taken = (known ??= idsOf(history))
    let id = 'c'
    for (let n = 0; n < 20; n += 1) id += alphabet[Math.floor(random() * 62)]
    // Counted, not drawn again: a host's chance may be the same number for ever.
    for (let count = 1; taken.has(id); count += 1) {
      id = `${id.slice(0, 13)}${count.toString(36).padStart(8, '0')}`
    }
    taken.add(id)
    return id
  }
}

function idsOf(history: readonly Message[]): Set<string> {
  const ids = new Set<string>()
  for (const message of history) {
    if (message.role !== 'assistant') continue
    for (const part of message.content) if (part.type === 'tool_call') ids.add(part.id)
  }
  return ids
}
