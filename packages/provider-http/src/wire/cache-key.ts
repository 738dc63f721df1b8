import type { PreparedRequest } from '@autobot/core/provider'

const longest = 2000

/**
 * A key by which a service finds the machine that has the beginning of this conversation in its
 * cache: the same for all requests of one conversation, which differ at their end.
 */
export function cacheKey({ model, messages, tools = [] }: PreparedRequest): string {
  const words = [model, ...tools.map(({ name }) => name)]
  for (const message of messages) {
    if (message.role !== 'system' && message.role !== 'user') break
    for (const part of message.content) {
      words.push(part.type === 'text' ? part.text.slice(0, longest) : part.mediaType)
    }
    if (message.role === 'user') break
  }
  return `autobot-${hash(words.join('\n'))}`
}

/** Two lanes of 32 bits: it only has to spread. */
function hash(text: string): string {
  let one = 0xdeadbeef
  let two = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    one = Math.imul(one ^ unit, 2_654_435_761)
    two = Math.imul(two ^ unit, 1_597_334_677)
  }
  return [one ^ (two >>> 15), two ^ (one >>> 13)]
    .map((lane) => (lane >>> 0).toString(16).padStart(8, '0'))
    .join('')
}
