import type { AgentEvent } from '@autobot/core'
import type { RedactedStream, Redactor } from '../redact.ts'

type Fragment = Extract<AgentEvent, { type: 'text_delta' | 'reasoning_delta' | 'tool_call_delta' }>

/** Masks secrets that come cut into fragments; what was held back comes before the block's end. */
export function redactedEvents(
  redactor: Redactor,
  next: (event: AgentEvent) => void,
): (event: AgentEvent) => void {
  const open = new Map<number, { readonly stream: RedactedStream; last: Fragment }>()

  const fragment = (event: Fragment): void => {
    const block = open.get(event.index) ?? { stream: redactor.stream(), last: event }
    block.last = event
    open.set(event.index, block)
    const text = block.stream.push(
      event.type === 'tool_call_delta' ? event.argumentsText : event.text,
    )
    if (text !== '') next(withText(event, text))
  }
  const close = (index: number): void => {
    const block = open.get(index)
    open.delete(index)
    const rest = block?.stream.end() ?? ''
    if (block !== undefined && rest !== '') next(withText(block.last, rest))
  }

  return (event) => {
    switch (event.type) {
      case 'text_delta':
      case 'reasoning_delta':
      case 'tool_call_delta':
        fragment(event)
        return
      case 'text_end':
      case 'reasoning_end':
      case 'tool_call_end':
        close(event.index)
        break
      // An answer that was cut off has blocks without an end.
      case 'response_start':
      case 'response_end':
      case 'run_end':
        for (const index of [...open.keys()]) close(index)
        break
      default:
    }
    next(event)
  }
}

function withText(event: Fragment, text: string): Fragment {
  return event.type === 'tool_call_delta' ? { ...event, argumentsText: text } : { ...event, text }
}
