import type { TextDelta } from '@autobot/core/provider'
import type { WireDecoder, WireStep } from './codec.ts'

const opening = '<think>'
const closing = '</think>'

/**
 * Servers without a parser for a model's thoughts leave them in the text, between tags at its
 * beginning. They become reasoning, as on every other server; a tag later on is text.
 */
export function readThoughtTags(decoder: WireDecoder): WireDecoder {
  let state: 'begin' | 'thought' | 'gap' | 'text' = 'begin'
  let held = ''
  let isFirst = true

  const reasoning = (text: string, out: WireStep[]): void => {
    const shown = isFirst ? text.trimStart() : text
    if (shown === '') return
    isFirst = false
    out.push({ type: 'reasoning', text: shown })
  }

  const read = (delta: TextDelta, out: WireStep[]): void => {
    held += delta.text
    if (state === 'begin') {
      const text = held.trimStart()
      if (text.length < opening.length && opening.startsWith(text)) return
      state = text.startsWith(opening) ? 'thought' : 'text'
      if (state === 'thought') held = text.slice(opening.length)
    }
    if (state === 'thought') {
      const end = held.indexOf(closing)
      if (end === -1) {
        // What may be the beginning of the closing tag waits for what comes next.
        const keep = tail(held)
        reasoning(held.slice(0, held.length - keep), out)
        held = held.slice(held.length - keep)
        return
      }
      reasoning(held.slice(0, end), out)
      held = held.slice(end + closing.length)
      state = 'gap'
    }
    if (state === 'gap') {
      held = held.trimStart()
      if (held === '') return
      state = 'text'
    }
    out.push({ ...delta, text: held })
    held = ''
  }

  const flush = (out: WireStep[]): void => {
    if (held === '') return
    if (state === 'thought') reasoning(held, out)
    else out.push({ type: 'text', text: held })
    held = ''
  }

  const pass = (steps: readonly WireStep[]): readonly WireStep[] => {
    if (state === 'text') return steps
    const out: WireStep[] = []
    for (const step of steps) {
      if (step.type === 'text') {
        if (isTextNow()) out.push(step)
        else read(step, out)
        continue
      }
      if (step.type === 'tool_call' || step.type === 'finish') {
        flush(out)
        state = 'text'
      }
      out.push(step)
    }
    return out
  }
  const isTextNow = (): boolean => state === 'text'

  return {
    isDone: () => decoder.isDone(),
    read: (event, value) => pass(decoder.read(event, value)),
    end(complete) {
      const steps = [...pass(decoder.end(complete))]
      flush(steps)
      return steps
    },
    ...(decoder.salvage !== undefined && { salvage: decoder.salvage }),
  }
}

/** How many of the last characters may begin the closing tag. */
function tail(text: string): number {
  for (let length = Math.min(text.length, closing.length - 1); length > 0; length -= 1) {
    if (closing.startsWith(text.slice(-length))) return length
  }
  return 0
}
