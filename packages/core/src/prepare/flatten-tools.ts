import type {
  AssistantPart,
  FilePart,
  Message,
  TextPart,
  ToolResultPart,
} from '../contract/message.ts'
import { rewrite, withContent } from './rewrite.ts'

/** For targets without tools: what was called and answered stays readable, as text. */
export function flattenTools(messages: readonly Message[]): readonly Message[] {
  return rewrite<Message>(messages, (message) => {
    if (message.role === 'tool') {
      return { role: 'user', content: message.content.flatMap(resultParts) }
    }
    if (message.role !== 'assistant') return message
    const content = rewrite<AssistantPart>(message.content, (part) => {
      if (part.type !== 'tool_call') return part
      return { type: 'text', text: `[called the tool ${part.name} with ${part.argumentsText}]` }
    })
    return withContent(message, content)
  })
}

function resultParts(result: ToolResultPart): readonly (TextPart | FilePart)[] {
  const texts = result.content.flatMap((part) => {
    if (part.type === 'text') return [part.text]
    return part.type === 'json' ? [JSON.stringify(part.value)] : []
  })
  const files = result.content.filter((part) => part.type === 'file')
  const title = result.isError === true ? 'error of the tool' : 'result of the tool'
  const text = texts.length > 0 ? texts.join('\n') : files.length > 0 ? '(files)' : '(no output)'
  return [{ type: 'text', text: `[${title} ${result.toolName}]\n${text}` }, ...files]
}
