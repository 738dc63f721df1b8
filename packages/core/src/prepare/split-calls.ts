import type { AssistantMessage, Message } from '../contract/message.ts'
import { clientCalls } from './client-calls.ts'

/** For targets that know one call a turn: parallel calls become turns one after the other. */
export function splitCalls(messages: readonly Message[]): readonly Message[] {
  if (messages.every((message) => message.role !== 'assistant' || !isParallel(message))) {
    return messages
  }
  const out: Message[] = []
  let waiting: AssistantMessage[] = []
  for (const message of messages) {
    if (message.role === 'assistant' && isParallel(message)) {
      waiting = split(message)
    } else if (message.role === 'tool' && waiting.length > 0) {
      for (const [index, turn] of waiting.entries()) {
        const result = message.content[index]
        out.push(turn)
        if (result !== undefined) out.push({ role: 'tool', content: [result] })
      }
      waiting = []
    } else {
      out.push(message)
    }
  }
  return out
}

function isParallel(message: AssistantMessage): boolean {
  return clientCalls(message).length > 1
}

/** Everything up to the first call stays with it; what follows goes with the next one. */
function split(message: AssistantMessage): AssistantMessage[] {
  const turns: AssistantMessage['content'][number][][] = [[]]
  let calls = 0
  for (const part of message.content) {
    const isCall = part.type === 'tool_call' && part.providerExecuted !== true
    if (isCall && calls > 0) turns.push([])
    if (isCall) calls += 1
    turns.at(-1)?.push(part)
  }
  return turns.map((content) => ({ ...message, content }))
}
