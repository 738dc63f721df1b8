import type { FinishReason, JsonObject, JsonValue, Usage } from '@autobot/core/provider'
import type { CodecContext, WireDecoder, WireStep } from '../codec.ts'
import { isFault, listOf, numberOf, objectOf, textOf } from '../values.ts'
import {
  addArguments,
  addReasoning,
  addText,
  addWholeArguments,
  addWholeText,
  createItems,
  finishItem,
  isFinished,
  openItem,
} from './items.ts'
import type { ResponsesSpelling } from './types.ts'

export function decoder({ prefix }: CodecContext<ResponsesSpelling>): WireDecoder {
  const items = createItems(prefix)
  let started = false
  let failed = false
  let ended: { readonly reason: FinishReason; readonly raw: string } | undefined

  const start = (response: JsonObject, out: WireStep[]): void => {
    if (started) return
    started = true
    const id = textOf(response['id'])
    const model = textOf(response['model'])
    out.push({
      type: 'start',
      ...(id !== undefined && { responseId: id }),
      ...(model !== undefined && { model }),
    })
  }

  const fail = (value: JsonValue, out: WireStep[]): void => {
    failed = true
    out.push({ type: 'fault', said: value })
  }

  const finish = (response: JsonObject, out: WireStep[]): void => {
    start(response, out)
    const status = textOf(response['status']) ?? 'completed'
    if (status === 'failed' || status === 'cancelled') {
      const error = objectOf(response['error']) ?? { message: `the answer was ${status}` }
      fail({ error: { code: 'server_error', ...error } }, out)
      return
    }
    for (const [index, item] of listOf(response['output']).entries()) {
      const known = objectOf(item) ?? {}
      // Places may differ from those within the stream, and so may ids: one of them is enough.
      if (!isFinished(items, textOf(known['id']))) finishItem(items, String(index), known, out)
    }
    const usage = objectOf(response['usage'])
    if (usage !== undefined) out.push({ type: 'usage', usage: readUsage(usage) })
    const why = textOf(objectOf(response['incomplete_details'])?.['reason'])
    const raw = why ?? status
    if (why === 'max_output_tokens' || why === 'max_tokens') ended = { reason: 'length', raw }
    else if (why === 'content_filter' || items.isRefused) ended = { reason: 'content_filter', raw }
    else ended = { reason: status === 'completed' ? 'stop' : 'other', raw }
  }

  return {
    isDone: () => failed || ended !== undefined,
    read(name, value) {
      const out: WireStep[] = []
      const event = objectOf(value)
      if (event === undefined) return out
      const type = textOf(event['type'])
      if (event['object'] === 'response') {
        finish(event, out)
        return out
      }
      // Comes before `response.failed`, which says the same once more.
      if (type === 'error' || name === 'error' || isFault(value)) {
        fail(value, out)
        return out
      }
      const item = objectOf(event['item']) ?? {}
      // Some gateways leave the place out: then the id tells items apart.
      const place = event['output_index'] ?? event['item_id'] ?? item['id']
      const key = String(place ?? 0)
      const delta = textOf(event['delta']) ?? ''
      switch (type) {
        case 'response.created':
        case 'response.in_progress':
          start(objectOf(event['response']) ?? {}, out)
          break
        case 'response.output_item.added':
          openItem(items, key, item, out)
          break
        case 'response.output_text.delta':
        case 'response.refusal.delta':
          addText(items, key, delta, type === 'response.refusal.delta', out)
          break
        case 'response.reasoning_summary_text.delta':
          addReasoning(items, key, delta, String(event['summary_index'] ?? 0), out)
          break
        case 'response.reasoning_text.delta':
          addReasoning(items, key, delta, String(event['content_index'] ?? 0), out)
          break
        case 'response.function_call_arguments.delta':
          addArguments(items, key, delta, out)
          break
        // Whole values: of servers that send no fragments, or that leave the item out.
        case 'response.output_text.done':
          addWholeText(items, key, textOf(event['text']) ?? '', false, out)
          break
        case 'response.refusal.done':
          addWholeText(items, key, textOf(event['refusal']) ?? '', true, out)
          break
        case 'response.function_call_arguments.done':
          addWholeArguments(items, key, event, out)
          break
        case 'response.output_item.done':
          finishItem(items, key, item, out)
          break
        case 'response.completed':
        case 'response.incomplete':
        case 'response.failed':
          finish(objectOf(event['response']) ?? {}, out)
          break
        default:
          break
      }
      return out
    },
    end() {
      if (failed || ended === undefined) return []
      return [{ type: 'finish', reason: ended.reason, rawReason: ended.raw }]
    },
  }
}

function readUsage(usage: JsonObject): Usage {
  const input = numberOf(usage['input_tokens'])
  const output = numberOf(usage['output_tokens'])
  const details = objectOf(usage['input_tokens_details'])
  const cached = numberOf(details?.['cached_tokens'])
  const written = numberOf(details?.['cache_write_tokens'])
  const reasoning = numberOf(objectOf(usage['output_tokens_details'])?.['reasoning_tokens'])
  return {
    ...(input !== undefined && { inputTokens: input }),
    ...(output !== undefined && { outputTokens: output }),
    ...(cached !== undefined && { cacheReadTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  }
}
