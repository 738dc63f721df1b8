import type { ChatDelta, FinishReason, JsonObject, JsonValue } from '@autobot/core/provider'
import type { CodecContext, WireDecoder, WireStep } from '../codec.ts'
import type { WireFault } from '../fault.ts'
import { isFault, listOf, objectOf, textOf } from '../values.ts'
import { detailsReader } from './reasoning-details.ts'
import { toolCallReader, type ToolCallReader } from './tool-calls.ts'
import type { ChatSpelling } from './types.ts'
import { readUsage } from './usage.ts'

const reasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  end: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  model_context_window_exceeded: 'length',
  content_filter: 'content_filter',
}

/** Reads chunks, and whole completions as one chunk. */
export function decoder({ prefix, spelling }: CodecContext<ChatSpelling>): WireDecoder {
  let calls: ToolCallReader | undefined
  const details = detailsReader()
  let started = false
  let refused = false
  let finish: string | undefined
  let wasWhole = false
  let failed = false

  const flushDetails = (out: WireStep[]): void => {
    const taken = details.take()
    if (taken === undefined) return
    const providerMetadata = { [prefix]: { reasoningDetails: taken } }
    out.push({ type: 'reasoning', text: '', providerMetadata })
  }

  const content = (value: JsonValue | undefined, out: WireStep[]): void => {
    if (typeof value === 'string') {
      if (value === '') return
      flushDetails(out)
      out.push({ type: 'text', text: value })
      return
    }
    for (const entry of listOf(value)) {
      const chunk = objectOf(entry)
      if (chunk?.['type'] === 'thinking') {
        const text = thinkingText(chunk['thinking'])
        if (text !== '') out.push({ type: 'reasoning', text })
      } else if (chunk !== undefined) content(textOf(chunk['text']), out)
    }
  }

  const reasoning = (delta: JsonObject, out: WireStep[]): void => {
    const fromDetails = details.read(delta['reasoning_details'])
    // Some servers send both names with the same text.
    const text = textOf(delta['reasoning_content']) ?? textOf(delta['reasoning']) ?? fromDetails
    if (text !== '') out.push({ type: 'reasoning', text })
  }

  const toolCalls = (delta: JsonObject, out: WireStep[]): void => {
    const legacy = objectOf(delta['function_call'])
    const list = listOf(delta['tool_calls'])
    if (list.length === 0 && legacy === undefined) return
    // Most answers have none.
    calls ??= toolCallReader(prefix)
    if (list.length > 0) {
      for (const [position, entry] of list.entries()) {
        const fragment = objectOf(entry)
        const read = fragment && calls.read(fragment, position)
        if (read === undefined) continue
        flushDetails(out)
        out.push(read)
      }
    } else if (legacy !== undefined && (textOf(legacy['name']) ?? textOf(legacy['arguments']))) {
      const read = calls.read({ index: 0, function: legacy }, 0)
      if (read !== undefined) out.push(read)
    }
  }

  // A call that broke the schema: every other server would have delivered it.
  const salvage: WireDecoder['salvage'] = async (refusal) => {
    const { refusedCalls } = await import('./refused-calls.ts')
    const found = refusedCalls(refusal)
    if (found.length === 0) return undefined
    const deltas = found.map((call, index): ChatDelta => ({
      type: 'tool_call',
      id: `failed ${index}`,
      nativeId: '',
      ...call,
      complete: true,
    }))
    return [...deltas, { type: 'finish', reason: 'tool_calls', rawReason: 'tool_use_failed' }]
  }

  return {
    salvage,
    isDone: () => failed,
    read(event, value) {
      const out: WireStep[] = []
      // Before choices: some gateways send both, after a finish reason that is not true.
      if (isFault(value)) {
        failed = true
        return [{ type: 'fault', said: value }]
      }
      if (event === 'error') {
        failed = true
        return [{ type: 'fault', fault: unknownFault(value) }]
      }
      const chunk = objectOf(value)
      if (chunk === undefined) return out
      const id = textOf(chunk['id'])
      const choice = objectOf(listOf(chunk['choices'])[0])
      if (!started && (id !== undefined || choice !== undefined)) {
        started = true
        const model = textOf(chunk['model'])
        out.push({
          type: 'start',
          ...(id !== undefined && { responseId: id }),
          ...(model !== undefined && { model }),
        })
      }
      if (choice !== undefined) {
        const message = objectOf(choice['message'])
        const delta = objectOf(choice['delta']) ?? message
        if (message !== undefined && choice['delta'] === undefined) wasWhole = true
        if (delta !== undefined) {
          reasoning(delta, out)
          content(delta['content'], out)
          const refusal = textOf(delta['refusal'])
          if (refusal !== undefined) {
            refused = true
            content(refusal, out)
          }
          toolCalls(delta, out)
        }
        finish = textOf(choice['finish_reason']) ?? finish
      }
      const usage =
        objectOf(chunk['usage']) ??
        objectOf(choice?.['usage']) ??
        objectOf(objectOf(chunk['x_groq'])?.['usage'])
      if (usage !== undefined) {
        out.push({ type: 'usage', usage: readUsage(usage, spelling.usageForm) })
      }
      return out
    },
    end(complete) {
      const out: WireStep[] = []
      if (failed) return out
      flushDetails(out)
      if (finish === 'error') {
        const message = 'the answer ended with finish_reason "error"'
        out.push({ type: 'fault', fault: { message, kinds: ['server_error'] } })
      } else if (finish === 'insufficient_system_resource') {
        const message = 'the provider stopped the answer: it has no capacity'
        out.push({ type: 'fault', fault: { message, kinds: ['overloaded_error'] } })
      } else if (finish !== undefined) {
        out.push(finishDelta(refused ? 'content_filter' : (reasons[finish] ?? 'other'), finish))
      } else if (wasWhole || (complete && started && endsWithout(spelling, calls))) {
        out.push(finishDelta(refused ? 'content_filter' : 'stop'))
      }
      return out
    },
  }
}

/** The mark of the end is enough from some servers, and from all behind calls that are whole. */
function endsWithout(spelling: ChatSpelling, calls: ToolCallReader | undefined): boolean {
  return spelling.finishReason === 'optional' || (calls !== undefined && calls.areWhole())
}

function finishDelta(reason: FinishReason, rawReason?: string): ChatDelta {
  return { type: 'finish', reason, ...(rawReason !== undefined && { rawReason }) }
}

function thinkingText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value
  return listOf(value)
    .map((item) => textOf(objectOf(item)?.['text']) ?? '')
    .join('')
}

function unknownFault(value: JsonValue): WireFault {
  const message = textOf(objectOf(value)?.['message']) ?? JSON.stringify(value)
  return { message, kinds: [] }
}
