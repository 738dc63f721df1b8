import type { JsonValue } from '../contract/json.ts'
import type {
  AssistantMessage,
  AssistantPart,
  Message,
  ToolCallPart,
  ToolResultContent,
  ToolResultPart,
} from '../contract/message.ts'
import { cleanName, cleanSaid, visibleText, withoutLastThoughts } from './clean-part.ts'
import { cleanJson, cleanText, isBlank } from './clean-text.ts'
import type { Warn } from './pass.ts'
import { rewrite, withContent } from './rewrite.ts'

/** What is legal in itself: no blank text, no broken string, no unfinished part. */
export function cleanMessage(message: Message, index: number, warn: Warn): Message | undefined {
  const unknown = (type: unknown): undefined => {
    const kind = cleanText(String(type))
    warn('part_dropped', `A part of the unknown kind "${kind}" was left out.`, `messages.${index}`)
    return undefined
  }
  switch (message.role) {
    case 'system': {
      const content = rewrite(message.content, visibleText)
      return content.length === 0 ? undefined : withContent(message, content)
    }
    case 'user': {
      const content = rewrite(message.content, (part) => {
        if (part.type === 'text') return visibleText(part)
        return part.type === 'file' ? cleanName(part) : unknown((part as { type: unknown }).type)
      })
      return content.length === 0 ? undefined : withContent(message, content)
    }
    case 'tool':
      return withContent(
        message,
        rewrite(message.content, (part) =>
          part.type === 'tool_result'
            ? cleanResult(part)
            : unknown((part as { type: unknown }).type),
        ),
      )
    case 'assistant':
      return cleanAssistant(message, unknown)
    default:
      return unknown((message as { role: unknown }).role)
  }
}

function cleanAssistant(
  message: AssistantMessage,
  unknown: (type: unknown) => undefined,
): AssistantMessage | undefined {
  let dropped = message.finishReason === 'aborted' || message.finishReason === 'error'
  let content = rewrite<AssistantPart>(message.content, (part) => {
    switch (part.type) {
      case 'text':
      case 'reasoning':
      case 'source':
        return cleanSaid(part)
      case 'file':
        return cleanName(part)
      case 'tool_call':
        if (part.incomplete !== true) return cleanCall(part)
        dropped = true
        return undefined
      default:
        return unknown((part as { type: unknown }).type)
    }
  })
  if (dropped) content = withoutLastThoughts(content)
  return content.length === 0 ? undefined : withContent(message, content)
}

function cleanCall(part: ToolCallPart): ToolCallPart {
  const name = cleanText(part.name)
  const input = legalInput(part)
  const argumentsText =
    input === part.input && isObjectText(part.argumentsText)
      ? part.argumentsText
      : JSON.stringify(input)
  if (
    name === part.name &&
    input === part.input &&
    argumentsText === part.argumentsText &&
    part.invalid === undefined
  ) {
    return part
  }
  const { invalid: _invalid, ...rest } = part
  return { ...rest, name, input, argumentsText }
}

/** Every wire takes an object only; what the model wrote instead stays visible to it. */
function legalInput(part: ToolCallPart): JsonValue {
  if (part.invalid !== undefined) {
    return isBlank(part.argumentsText) ? {} : { raw_arguments: cleanText(part.argumentsText) }
  }
  const input = part.input as JsonValue | undefined
  if (input === undefined || input === null) return {}
  return typeof input === 'object' && !Array.isArray(input) ? cleanJson(input) : { value: input }
}

const escapedBadUnit = /\\u(?:0000|d[89a-f])/i

function isObjectText(text: string): boolean {
  if (escapedBadUnit.test(text) || cleanText(text) !== text) return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

function cleanResult(part: ToolResultPart): ToolResultPart {
  const toolName = cleanText(part.toolName)
  const content = rewrite<ToolResultContent>(part.content, (item) => {
    switch (item.type) {
      case 'text':
        return visibleText(item)
      case 'json': {
        const value = cleanJson(item.value ?? null)
        return value === item.value ? item : { type: 'json', value }
      }
      case 'file':
        return cleanName(item)
      default:
        return undefined
    }
  })
  const same = content === part.content && toolName === part.toolName
  return same ? part : { ...part, toolName, content }
}
