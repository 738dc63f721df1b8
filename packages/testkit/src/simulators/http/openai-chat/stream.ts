import { argumentsOf, contentOf, hasCalls, pieces, usageOf, type HttpAnswer } from '../answer.ts'
import type { SimulatedEvent } from '../framing.ts'
import { fields } from '../json.ts'
import type { AnswerContext } from '../wire.ts'
import type { ChatFlavour } from './flavour.ts'

/** The chunks of an answer, as the service sends them. */
export function chatStream(
  answer: HttpAnswer,
  context: AnswerContext,
  flavour: ChatFlavour,
): readonly SimulatedEvent[] {
  const head = headOf(context, 'chat.completion.chunk')
  const chunk = (delta: object, finish: string | null = null): SimulatedEvent => ({
    data: { ...head, choices: [{ index: 0, delta, finish_reason: finish }] },
  })
  const out = [chunk({ role: 'assistant', content: '' })]
  let index = 0
  for (const part of contentOf(answer)) {
    if (part.type === 'text') for (const content of pieces(part.text)) out.push(chunk({ content }))
    else if (part.type === 'reasoning') {
      if (flavour.reasoningField === 'none' || part.hidden === true) continue
      for (const delta of thoughts(part.text, flavour)) out.push(chunk(delta))
    } else {
      const id = part.id ?? callId(flavour, context, part.name, index)
      if (flavour.calls === 'whole') {
        const called = { name: part.name, arguments: argumentsOf(part) }
        out.push(chunk({ tool_calls: [{ index: 0, id, type: 'function', function: called }] }))
        index += 1
        continue
      }
      const open = { index, id, type: 'function', function: { name: part.name, arguments: '' } }
      out.push(chunk({ tool_calls: [open] }))
      for (const text of pieces(argumentsOf(part))) {
        out.push(chunk({ tool_calls: [{ index, function: { arguments: text } }] }))
      }
      index += 1
    }
  }
  const isBare = flavour.calls === 'whole' && answer.stop === undefined
  out.push(chunk({}, isBare ? 'stop' : finishOf(answer)))
  const usage = usageOf(answer)
  const asked =
    fields(context.body['stream_options'])['include_usage'] === true || flavour.name === 'mistral'
  if (usage !== undefined && asked) {
    out.push({ data: { ...head, choices: [], usage: usageFields(answer) } })
  }
  out.push({ data: '[DONE]' })
  return out
}

function* thoughts(text: string, { reasoningField }: ChatFlavour): Iterable<object> {
  if (reasoningField !== 'reasoning_details') {
    for (const piece of pieces(text)) yield { [reasoningField]: piece }
    return
  }
  const detail = { type: 'reasoning.text', format: 'anthropic-claude-v1', index: 0 }
  for (const piece of pieces(text)) {
    yield { reasoning: piece, reasoning_details: [{ ...detail, text: piece }] }
  }
  yield { reasoning: null, reasoning_details: [{ ...detail, signature: 'c2lnbmVk' }] }
}

/** The same answer in one piece. */
export function chatWhole(
  answer: HttpAnswer,
  context: AnswerContext,
  flavour: ChatFlavour,
): object {
  const parts = contentOf(answer)
  const joined = (type: 'text' | 'reasoning'): string =>
    parts.map((part) => (part.type === type ? part.text : '')).join('')
  const calls = parts.flatMap((part) => (part.type === 'tool_call' ? [part] : []))
  const content = joined('text')
  const message = {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    ...(flavour.reasoningField !== 'none' &&
      flavour.reasoningField !== 'reasoning_details' && {
        [flavour.reasoningField]: joined('reasoning'),
      }),
    ...(calls.length > 0 && {
      tool_calls: calls.map((part, index) => ({
        id: part.id ?? callId(flavour, context, part.name, index),
        type: 'function',
        function: { name: part.name, arguments: argumentsOf(part) },
      })),
    }),
  }
  return {
    ...headOf(context, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: finishOf(answer) }],
    ...(usageOf(answer) !== undefined && { usage: usageFields(answer) }),
  }
}

function headOf({ model, number }: AnswerContext, object: string): object {
  return { id: `chatcmpl-${number}`, object, created: 1_767_225_600, model }
}

function finishOf(answer: HttpAnswer): string | null {
  if (answer.stop !== undefined) return answer.stop
  return hasCalls(answer) ? 'tool_calls' : 'stop'
}

function callId(
  { name }: ChatFlavour,
  { number }: AnswerContext,
  tool: string,
  index: number,
): string {
  if (name === 'kimi') return `functions.${tool}:${index}`
  const place = `${number}x${index}`
  return name === 'mistral' ? place.padStart(9, 'm') : `call_${place.padStart(24, 'o')}`
}

function usageFields(answer: HttpAnswer): object | undefined {
  const usage = usageOf(answer)
  if (usage === undefined) return undefined
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    ...(usage.cacheRead !== undefined && {
      prompt_tokens_details: {
        cached_tokens: usage.cacheRead,
        ...(usage.cacheWrite !== undefined && { cache_write_tokens: usage.cacheWrite }),
      },
    }),
    ...(usage.reasoning !== undefined && {
      completion_tokens_details: { reasoning_tokens: usage.reasoning },
    }),
  }
}
