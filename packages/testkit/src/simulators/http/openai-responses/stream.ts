import {
  argumentsOf,
  contentOf,
  pieces,
  usageOf,
  type HttpAnswer,
  type SimulatedPart,
} from '../answer.ts'
import type { SimulatedEvent } from '../framing.ts'
import { list } from '../json.ts'
import { seal } from '../seal.ts'
import type { AnswerContext } from '../wire.ts'

/** The events of an answer, as the service sends them. */
export function responsesStream(
  answer: HttpAnswer,
  context: AnswerContext,
): readonly SimulatedEvent[] {
  const out: SimulatedEvent[] = []
  let sequence = 0
  const send = (type: string, fields: object): void => {
    out.push({ event: type, data: { type, sequence_number: sequence++, ...fields } })
  }
  const response = responseOf(answer, context, 'in_progress')
  send('response.created', { response })
  send('response.in_progress', { response })
  for (const [output_index, part] of contentOf(answer).entries()) {
    const item = itemOf(part, context, output_index)
    const { id: item_id } = item
    const place = { item_id, output_index }
    send('response.output_item.added', { output_index, item: startOf(item) })
    if (part.type === 'text') {
      const at = { ...place, content_index: 0 }
      send('response.content_part.added', { ...at, part: outputText('') })
      for (const delta of pieces(part.text)) send('response.output_text.delta', { ...at, delta })
      send('response.output_text.done', { ...at, text: part.text })
      send('response.content_part.done', { ...at, part: outputText(part.text) })
    } else if (part.type === 'tool_call') {
      const text = argumentsOf(part)
      for (const delta of pieces(text)) {
        send('response.function_call_arguments.delta', { ...place, delta })
      }
      send('response.function_call_arguments.done', { ...place, arguments: text })
    } else if (part.hidden !== true) {
      const at = { ...place, summary_index: 0 }
      send('response.reasoning_summary_part.added', { ...at, part: summaryText('') })
      for (const delta of pieces(part.text)) {
        send('response.reasoning_summary_text.delta', { ...at, delta })
      }
      send('response.reasoning_summary_text.done', { ...at, text: part.text })
      send('response.reasoning_summary_part.done', { ...at, part: summaryText(part.text) })
    }
    send('response.output_item.done', { output_index, item })
  }
  const whole = responsesWhole(answer, context)
  send(answer.stop === undefined ? 'response.completed' : 'response.incomplete', {
    response: whole,
  })
  return out
}

/** The same answer in one piece. */
export function responsesWhole(answer: HttpAnswer, context: AnswerContext): object {
  const usage = usageOf(answer)
  const { stop } = answer
  return {
    ...responseOf(answer, context, stop === undefined ? 'completed' : 'incomplete'),
    ...(typeof stop === 'string' && { incomplete_details: { reason: stop } }),
    output: contentOf(answer).map((part, index) => itemOf(part, context, index)),
    usage:
      usage === undefined
        ? null
        : {
            input_tokens: usage.input,
            input_tokens_details: {
              cached_tokens: usage.cacheRead,
              cache_write_tokens: usage.cacheWrite,
            },
            output_tokens: usage.output,
            output_tokens_details: { reasoning_tokens: usage.reasoning },
            total_tokens: usage.input + usage.output,
          },
  }
}

type Item = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>

function itemOf(part: SimulatedPart, context: AnswerContext, index: number): Item {
  const place = `${context.number}x${index}`
  switch (part.type) {
    case 'text':
      return {
        id: `msg_${place}`,
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [outputText(part.text)],
      }
    case 'tool_call':
      return {
        id: `fc_${place}`,
        type: 'function_call',
        status: 'completed',
        call_id: part.id ?? `call_${place.padStart(24, 'r')}`,
        name: part.name,
        arguments: argumentsOf(part),
      }
    case 'reasoning': {
      const encrypted = list(context.body['include']).includes('reasoning.encrypted_content')
      return {
        id: `rs_${place}`,
        type: 'reasoning',
        summary: part.hidden === true ? [] : [summaryText(part.text)],
        ...(encrypted && { encrypted_content: seal('openai-responses', part.text) }),
      }
    }
  }
}

function startOf(item: Item): object {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] }
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' }
    default:
      return { ...item, summary: [] }
  }
}

function responseOf(_answer: HttpAnswer, { model, number }: AnswerContext, status: string): object {
  return {
    id: `resp_${number}`,
    object: 'response',
    created_at: 1_767_225_600,
    status,
    error: null,
    incomplete_details: null,
    model,
    output: [],
    usage: null,
  }
}

function outputText(text: string): object {
  return { type: 'output_text', text, annotations: [] }
}

function summaryText(text: string): object {
  return { type: 'summary_text', text }
}
