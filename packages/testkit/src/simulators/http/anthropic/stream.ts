import {
  argumentsOf,
  contentOf,
  hasCalls,
  pieces,
  usageOf,
  type HttpAnswer,
  type SimulatedPart,
} from '../answer.ts'
import type { SimulatedEvent } from '../framing.ts'
import { seal } from '../seal.ts'
import type { AnswerContext } from '../wire.ts'

/** The events of an answer, as the service sends them. */
export function anthropicStream(
  answer: HttpAnswer,
  context: AnswerContext,
): readonly SimulatedEvent[] {
  const out: SimulatedEvent[] = []
  const send = (type: string, fields: object): void => {
    out.push({ event: type, data: { type, ...fields } })
  }
  const usage = usageFields(answer)
  const message = { ...headOf(context), content: [], stop_reason: null, stop_sequence: null }
  send('message_start', {
    message: { ...message, ...(usage && { usage: { ...usage, output_tokens: 1 } }) },
  })
  send('ping', {})
  for (const [index, part] of contentOf(answer).entries()) {
    send('content_block_start', { index, content_block: startOf(part, context, index) })
    for (const delta of deltasOf(part)) send('content_block_delta', { index, delta })
    send('content_block_stop', { index })
  }
  const delta = { stop_reason: stopOf(answer), stop_sequence: null }
  send('message_delta', {
    delta,
    ...(usage && { usage: { output_tokens: usage.output_tokens, ...thinkingOf(answer) } }),
  })
  send('message_stop', {})
  return out
}

/** The same answer in one piece. */
export function anthropicWhole(answer: HttpAnswer, context: AnswerContext): object {
  const usage = usageFields(answer)
  return {
    ...headOf(context),
    content: contentOf(answer).map((part, index) => wholeBlock(part, context, index)),
    stop_reason: stopOf(answer),
    stop_sequence: null,
    ...(usage && { usage: { ...usage, ...thinkingOf(answer) } }),
  }
}

function headOf({ model, number }: AnswerContext): object {
  return { id: `msg_${number}`, type: 'message', role: 'assistant', model }
}

function stopOf(answer: HttpAnswer): string | null {
  if (answer.stop !== undefined) return answer.stop
  return hasCalls(answer) ? 'tool_use' : 'end_turn'
}

function wholeBlock(part: SimulatedPart, context: AnswerContext, index: number): object {
  const start = startOf(part, context, index)
  if (part.type === 'text') return { ...start, text: part.text }
  if (part.type === 'tool_call') return { ...start, input: part.input ?? {} }
  return part.hidden === true
    ? start
    : { ...start, thinking: part.text, signature: seal('anthropic', part.text) }
}

function startOf(part: SimulatedPart, { number }: AnswerContext, index: number): object {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: '' }
    case 'tool_call': {
      const id = part.id ?? `toolu_01${`${number}x${index}`.padStart(22, 'a')}`
      return { type: 'tool_use', id, name: part.name, input: {} }
    }
    case 'reasoning':
      return part.hidden === true
        ? { type: 'redacted_thinking', data: seal('anthropic-redacted', part.text) }
        : { type: 'thinking', thinking: '', signature: '' }
  }
}

function deltasOf(part: SimulatedPart): readonly object[] {
  switch (part.type) {
    case 'text':
      return pieces(part.text).map((text) => ({ type: 'text_delta', text }))
    case 'tool_call': {
      const text = argumentsOf(part)
      // The first fragment is empty; a call without arguments has only that.
      const fragments = text === '{}' ? [''] : ['', ...pieces(text)]
      return fragments.map((partial_json) => ({ type: 'input_json_delta', partial_json }))
    }
    case 'reasoning':
      if (part.hidden === true) return []
      return [
        ...pieces(part.text).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: seal('anthropic', part.text) },
      ]
  }
}

/** This service counts what came from and went into a cache apart. */
function usageFields(answer: HttpAnswer) {
  const usage = usageOf(answer)
  if (usage === undefined) return undefined
  const { input, output, cacheRead, cacheWrite } = usage
  return {
    input_tokens: input - (cacheRead ?? 0) - (cacheWrite ?? 0),
    output_tokens: output,
    ...(cacheRead !== undefined && { cache_read_input_tokens: cacheRead }),
    ...(cacheWrite !== undefined && { cache_creation_input_tokens: cacheWrite }),
  }
}

function thinkingOf(answer: HttpAnswer): object {
  const reasoning = usageOf(answer)?.reasoning
  return reasoning === undefined ? {} : { output_tokens_details: { thinking_tokens: reasoning } }
}
