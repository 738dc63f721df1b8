import type { ChatDelta } from '../contract/delta.ts'
import type { StreamEvent } from '../contract/event.ts'
import { badAnswer, lateDelta, messageOf, type Assembly } from './assembly.ts'
import { addText, closeBlock, flushBlank } from './blocks.ts'
import { addCall, closeCall } from './calls.ts'
import { cutsCalls, reasonFor, toResponse } from './to-response.ts'

/**
 * Brackets one answer. What a delta makes is pushed: a generator for each would cost more than it.
 * Throws `bad_response` for what breaks the contract.
 */
export function addDelta(assembly: Assembly, delta: ChatDelta, out: StreamEvent[]): void {
  switch (delta.type) {
    case 'text':
    case 'reasoning':
      addText(assembly, delta, out)
      break
    case 'tool_call':
      addCall(assembly, delta, out)
      break
    case 'usage':
      assembly.usage = { ...assembly.usage, ...delta.usage }
      break
    case 'finish':
      if (assembly.finish !== undefined) throw badAnswer(assembly, 'the answer ended twice.')
      assembly.finish = delta
      break
    case 'start':
      if (assembly.finish !== undefined) throw lateDelta(assembly, 'a start')
      assembly.start = { ...assembly.start, ...delta }
      if (delta.warnings === undefined) break
      assembly.warnings = [...assembly.warnings, ...delta.warnings]
      for (const warning of delta.warnings) out.push({ type: 'warning', warning })
      break
    case 'guardrail':
      assembly.guardrail = delta.trace
      out.push({ type: 'guardrail', trace: delta.trace })
      break
    case 'file':
      if (assembly.finish !== undefined) throw lateDelta(assembly, 'a file')
      closeBlock(assembly, out)
      assembly.parts[assembly.size] = delta
      out.push({ type: 'file', index: assembly.size++, part: delta })
      break
    case 'source':
      // Stands within a text as often as after it, and does not cut the text in two.
      assembly.parts[assembly.size] = delta
      out.push({ type: 'source', index: assembly.size++, part: delta })
      break
  }
}

/** Closes what is open and makes the response; throws when the answer is cut off. */
export function endAnswer(assembly: Assembly, out: StreamEvent[]): void {
  const { calls, finish, options, parts } = assembly
  if (finish === undefined) {
    throw badAnswer(assembly, 'the stream ended without its end marker; the answer is cut off.')
  }
  if (assembly.size > 0 && parts.every((part) => part?.type !== 'tool_call')) {
    flushBlank(assembly, out)
  }
  closeBlock(assembly, out)
  const cut = cutsCalls(finish.reason)
  for (const call of [...(calls?.values() ?? [])]) closeCall(assembly, call, cut, out)
  const finishReason = reasonFor(finish.reason, parts)
  const whole = messageOf(assembly, finishReason)
  if (
    whole.content.length === 0 &&
    options.emptyAnswers !== 'yes' &&
    (finishReason === 'stop' || finishReason === 'other')
  ) {
    throw badAnswer(assembly, 'the answer is empty.')
  }
  const { usage, warnings, start, guardrail } = assembly
  const { provider, model } = options
  const facts = { usage, warnings, provider, model, start, guardrail }
  out.push({ type: 'response_end', response: toResponse(whole, finish, finishReason, facts) })
}
