import type { StreamEvent } from '../contract/event.ts'
import type { AssistantPart, TextPart, ToolCallPart } from '../contract/message.ts'
import type { ChatResponse } from '../contract/response.ts'
import type { AnswerTool } from '../prepare/answer-tool.ts'

/**
 * The call that gives the answer, as the text that it stands for: to everyone else the answer
 * looks the same as on a wire that can ask for its shape.
 */
export async function* answerAsText(
  batches: AsyncIterable<readonly StreamEvent[]>,
  answer: AnswerTool,
): AsyncGenerator<readonly StreamEvent[]> {
  const answers = new Set<number>()
  for await (const batch of batches) {
    const events = [...translate(batch, answer, answers)]
    if (events.length > 0) yield events
  }
}

function* translate(
  batch: readonly StreamEvent[],
  answer: AnswerTool,
  answers: Set<number>,
): Generator<StreamEvent> {
  const { name } = answer.definition
  for (const event of batch) {
    if (event.type === 'tool_call_start' && event.name === name) {
      answers.add(event.index)
      yield { type: 'text_start', index: event.index }
    } else if (event.type === 'tool_call_delta' && answers.has(event.index)) {
      // The fragments are in keys of the wire: the text comes when the call is whole.
      continue
    } else if (event.type === 'tool_call_end' && answers.has(event.index)) {
      const { index } = event
      const part = toText(event.part, answer)
      yield { type: 'text_delta', index, text: part.text }
      yield { type: 'text_end', index, part }
    } else if (event.type === 'response_end' && answers.size > 0) {
      yield { type: 'response_end', response: withText(event.response, name, answer) }
    } else yield event
  }
}

function toText(call: ToolCallPart, answer: AnswerTool): TextPart {
  const usable = call.invalid === undefined && call.incomplete !== true
  return {
    type: 'text',
    text: usable ? JSON.stringify(answer.read(call.input)) : call.argumentsText,
  }
}

function withText(response: ChatResponse, name: string, answer: AnswerTool): ChatResponse {
  let text = ''
  const content = response.message.content.map((part): AssistantPart => {
    if (part.type !== 'tool_call' || part.name !== name) return part
    const made = toText(part, answer)
    text = made.text
    return made
  })
  const calls = content.some((part) => part.type === 'tool_call' && part.providerExecuted !== true)
  const finishReason =
    response.finishReason === 'tool_calls' && !calls ? 'stop' : response.finishReason
  return {
    ...response,
    text,
    finishReason,
    message: { ...response.message, content, finishReason },
  }
}
