import type { ProviderMetadata } from '../contract/json.ts'
import type { AssistantMessage, AssistantPart, Message } from '../contract/message.ts'
import type { ReasoningEffort } from '../contract/request.ts'
import { isBlank } from './clean-text.ts'
import { fileNote } from './file-note.ts'
import type { PrepareTarget } from './pass.ts'
import { rewrite, withContent } from './rewrite.ts'

/** Opaque state goes back to the provider and model that made it, and to nobody else. */
export function ownership(
  messages: readonly Message[],
  target: PrepareTarget,
  reasoning: ReasoningEffort | undefined,
): readonly Message[] {
  const replay = reasoning === 'none' ? 'drop' : (target.capabilities.reasoningReplay ?? 'drop')
  return rewrite<Message>(messages, (message) => {
    switch (message.role) {
      case 'assistant':
        return isOwn(message, target) ? own(message, target.prefix, replay) : foreign(message)
      case 'tool':
        return withContent(
          message,
          rewrite(message.content, (part) => {
            const content = rewrite(part.content, (item) =>
              item.type === 'json' ? item : onlyOf(item, target.prefix),
            )
            return onlyOf(content === part.content ? part : { ...part, content }, target.prefix)
          }),
        )
      case 'user':
        return withContent(
          message,
          rewrite(message.content, (part) => onlyOf(part, target.prefix)),
        )
      case 'system':
        return withContent(
          message,
          rewrite(message.content, (part) => onlyOf(part, target.prefix)),
        )
    }
  })
}

export function isOwn(message: AssistantMessage, target: PrepareTarget): boolean {
  return message.provider === target.prefix && message.model === target.model
}

function own(
  message: AssistantMessage,
  prefix: string,
  replay: 'drop' | 'signed' | 'all',
): AssistantMessage | undefined {
  const content = rewrite<AssistantPart>(message.content, (part) => {
    if (part.type === 'reasoning') {
      const signed = part.providerMetadata?.[prefix] !== undefined
      if (replay === 'drop' || (replay === 'signed' && !signed)) return undefined
    }
    // A codec that marks a file of the model as its own knows how to send it back.
    if (part.type === 'file' && part.providerMetadata?.[prefix] === undefined) {
      return fileNote(part)
    }
    const kept = onlyOf(part, prefix)
    const blank = kept.type === 'text' && isBlank(kept.text) && kept.providerMetadata === undefined
    return blank ? undefined : kept
  })
  return content.length === 0 ? undefined : withContent(message, content)
}

function foreign(message: AssistantMessage): AssistantMessage | undefined {
  const content = rewrite<AssistantPart>(message.content, (part) => {
    switch (part.type) {
      case 'reasoning':
      case 'source':
        return undefined
      case 'file':
        return fileNote(part)
      case 'text':
        return isBlank(part.text) ? undefined : bare(part)
      case 'tool_call':
        return part.providerExecuted === true ? undefined : bare(part)
    }
  })
  if (content.length === 0) return undefined
  if (message.responseId === undefined) return withContent(message, content)
  const { responseId: _responseId, ...rest } = message
  return { ...rest, content }
}

function bare<P extends { readonly providerMetadata?: ProviderMetadata }>(part: P): P {
  if (part.providerMetadata === undefined) return part
  const { providerMetadata: _metadata, ...rest } = part
  return rest as P
}

function onlyOf<P extends { readonly providerMetadata?: ProviderMetadata }>(
  part: P,
  prefix: string,
): P {
  const metadata = part.providerMetadata
  if (metadata === undefined) return part
  const mine = Object.hasOwn(metadata, prefix) ? metadata[prefix] : undefined
  if (mine === undefined) return bare(part)
  if (Object.keys(metadata).length === 1) return part
  return { ...part, providerMetadata: Object.fromEntries([[prefix, mine]]) }
}
