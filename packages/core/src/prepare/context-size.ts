import type { PreparedRequest } from '../contract/request.ts'
import type { Capabilities } from '../contract/capabilities.ts'
import type { Warn } from './pass.ts'

const charactersPerToken = 4

/** Only a hint, since the count is rough: the provider decides. */
export function checkContextSize(
  request: PreparedRequest,
  capabilities: Capabilities,
  warn: Warn,
): void {
  const window = capabilities.contextWindow
  if (window === undefined) return
  let characters = 0
  for (const message of request.messages) {
    for (const part of message.content) {
      if (part.type === 'text' || part.type === 'reasoning') characters += part.text.length
      else if (part.type === 'tool_call') characters += part.argumentsText.length
      else if (part.type === 'tool_result') {
        for (const item of part.content) if (item.type === 'text') characters += item.text.length
      }
    }
  }
  const tokens = Math.ceil(characters / charactersPerToken)
  if (tokens <= window) return
  const message = `The messages hold about ${tokens} tokens; the model takes ${window}.`
  warn('context_overflow_likely', message, 'messages')
}
