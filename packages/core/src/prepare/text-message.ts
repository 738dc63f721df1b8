import type {
  AssistantMessage,
  Message,
  ReasoningPart,
  SourcePart,
  SystemMessage,
  TextPart,
} from '../contract/message.ts'
import { cleanSaid, visibleText, withoutLastThoughts } from './clean-part.ts'
import { rewrite, withContent } from './rewrite.ts'

interface With<Part> {
  readonly content: readonly Part[]
}

/** A message without calls, results and files. */
export type TextMessage =
  | SystemMessage
  | (Extract<Message, { role: 'user' }> & With<TextPart>)
  | (AssistantMessage & With<TextPart | ReasoningPart | SourcePart>)

export function isTextMessage(message: Message): message is TextMessage {
  switch (message.role) {
    case 'system':
    case 'user':
      return message.content.every(({ type }) => type === 'text')
    case 'assistant':
      return message.content.every(({ type }) => said.has(type))
    default:
      return false
  }
}

const said: ReadonlySet<string> = new Set(['text', 'reasoning', 'source'])

/** What `repair` makes of such a message: there are no calls and results to be paired. */
export function cleanTextMessage(message: TextMessage): TextMessage | undefined {
  const content =
    message.role === 'assistant' ? cleanAnswer(message) : rewrite(message.content, visibleText)
  return content.length === 0 ? undefined : (withContent<Message>(message, content) as TextMessage)
}

function cleanAnswer({ content, finishReason }: Extract<TextMessage, { role: 'assistant' }>) {
  const clean = rewrite<TextPart | ReasoningPart | SourcePart>(content, cleanSaid)
  const wasCut = finishReason === 'aborted' || finishReason === 'error'
  return wasCut ? withoutLastThoughts(clean) : clean
}
