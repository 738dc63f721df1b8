import type { FinishReason, JsonObject, JsonValue } from '@autobot/core/provider'
import type { CodecContext, WireDecoder, WireStep } from '../codec.ts'
import { isFault, listOf, numberOf, objectOf, textOf } from '../values.ts'
import type { AnthropicSpelling } from './types.ts'
import { usageOf } from './usage.ts'

const reasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
  sensitive: 'content_filter',
}

interface OpenTool {
  readonly id: string
  /** What stood in the block's start; counts only if no fragment follows. */
  readonly prefilled: string
  hasFragments: boolean
}

export function decoder({ prefix }: CodecContext<AnthropicSpelling>): WireDecoder {
  const tools = new Map<string, OpenTool>()
  const counts: Record<string, number> = {}
  let responseId: string | undefined
  let started = false
  let done = false
  let failed = false
  let stopReason: string | undefined
  let stopSequence: string | undefined

  const fail = (message: string, out: WireStep[]): void => {
    failed = true
    out.push({ type: 'fault', fault: { message, kinds: ['server_error'] } })
  }
  const meta = (values: JsonObject) => ({ [prefix]: values })

  const usage = (value: JsonValue | undefined, out: WireStep[]): void => {
    const found = objectOf(value)
    if (found === undefined) return
    for (const [key, count] of Object.entries(found)) {
      // Proxies write null in the last event: only numbers replace what is known.
      const number = numberOf(count)
      if (number !== undefined) counts[key] = number
    }
    const thinking = numberOf(objectOf(found['output_tokens_details'])?.['thinking_tokens'])
    if (thinking !== undefined) counts['thinking_tokens'] = thinking
    out.push({ type: 'usage', usage: usageOf(counts) })
  }

  const start = (message: JsonObject, out: WireStep[]): void => {
    const id = textOf(message['id'])
    if (started) {
      if (id !== responseId) fail('two answers came in one stream', out)
      return
    }
    started = true
    responseId = id
    const model = textOf(message['model'])
    out.push({
      type: 'start',
      ...(id !== undefined && { responseId: id }),
      ...(model !== undefined && { model }),
    })
    usage(message['usage'], out)
    // A call that a running tool makes is all there from the start.
    contents(message, out)
  }

  const open = (key: string, block: JsonObject, out: WireStep[]): void => {
    switch (block['type']) {
      case 'text':
        out.push({ type: 'text', text: textOf(block['text']) ?? '', block: key })
        for (const citation of listOf(block['citations'])) source(citation, out)
        break
      case 'thinking': {
        const signature = textOf(block['signature'])
        const providerMetadata = signature === undefined ? undefined : meta({ signature })
        out.push({
          type: 'reasoning',
          text: textOf(block['thinking']) ?? '',
          block: key,
          ...(providerMetadata !== undefined && { providerMetadata }),
        })
        break
      }
      case 'redacted_thinking': {
        const providerMetadata = meta({ redactedData: textOf(block['data']) ?? '' })
        out.push({ type: 'reasoning', text: '', block: key, providerMetadata })
        break
      }
      case 'tool_use':
      case 'server_tool_use':
      case 'mcp_tool_use': {
        const input = objectOf(block['input'])
        const isEmpty = input === undefined || Object.keys(input).length === 0
        const prefilled = isEmpty ? '' : JSON.stringify(input)
        tools.set(key, { id: key, prefilled, hasFragments: false })
        out.push({
          type: 'tool_call',
          id: key,
          nativeId: textOf(block['id']) ?? '',
          name: textOf(block['name']) ?? '',
          argumentsText: '',
          ...(block['type'] !== 'tool_use' && { providerExecuted: true as const }),
        })
        break
      }
      default:
        break
    }
  }

  const change = (key: string, delta: JsonObject, out: WireStep[]): void => {
    switch (delta['type']) {
      case 'text_delta':
        out.push({ type: 'text', text: textOf(delta['text']) ?? '', block: key })
        break
      case 'thinking_delta':
        out.push({ type: 'reasoning', text: textOf(delta['thinking']) ?? '', block: key })
        break
      case 'signature_delta': {
        const providerMetadata = meta({ signature: textOf(delta['signature']) ?? '' })
        out.push({ type: 'reasoning', text: '', block: key, providerMetadata })
        break
      }
      case 'input_json_delta': {
        const tool = tools.get(key)
        const text = textOf(delta['partial_json'])
        if (tool === undefined || text === undefined) break
        tool.hasFragments = true
        out.push({ type: 'tool_call', id: key, argumentsText: text })
        break
      }
      case 'citations_delta':
        source(delta['citation'], out)
        break
      default:
        break
    }
  }

  const close = (key: string, out: WireStep[]): void => {
    const tool = tools.get(key)
    if (tool === undefined) return
    tools.delete(key)
    const argumentsText = tool.hasFragments ? '' : tool.prefilled
    out.push({ type: 'tool_call', id: key, argumentsText, complete: true })
  }

  const contents = (message: JsonObject, out: WireStep[]): void => {
    for (const [index, entry] of listOf(message['content']).entries()) {
      const block = objectOf(entry)
      if (block === undefined) continue
      open(String(index), block, out)
      close(String(index), out)
    }
    stopReason = textOf(message['stop_reason'])
  }

  const whole = (message: JsonObject, out: WireStep[]): void => {
    start(message, out)
    done = true
  }

  return {
    isDone: () => done || failed,
    read(name, value) {
      const out: WireStep[] = []
      const event = objectOf(value)
      if (isFault(value) || name === 'error') {
        failed = true
        out.push({ type: 'fault', said: value })
        return out
      }
      if (event === undefined || done) return out
      const key = String(event['index'] ?? '')
      switch (event['type']) {
        case 'message_start':
          start(objectOf(event['message']) ?? {}, out)
          break
        case 'content_block_start':
          open(key, objectOf(event['content_block']) ?? {}, out)
          break
        case 'content_block_delta':
          change(key, objectOf(event['delta']) ?? {}, out)
          break
        case 'content_block_stop':
          close(key, out)
          break
        case 'message_delta':
          stopReason = textOf(objectOf(event['delta'])?.['stop_reason']) ?? stopReason
          stopSequence = textOf(objectOf(event['delta'])?.['stop_sequence']) ?? stopSequence
          usage(event['usage'], out)
          break
        case 'message_stop':
          done = true
          break
        case 'message':
          whole(event, out)
          break
        default:
          break
      }
      return out
    },
    end() {
      if (!done || failed) return []
      const reason = stopReason === undefined ? 'stop' : (reasons[stopReason] ?? 'other')
      return [
        {
          type: 'finish',
          reason,
          ...(stopReason !== undefined && { rawReason: stopReason }),
          ...(stopSequence !== undefined && { stopSequence }),
        },
      ]
    },
  }
}

function source(value: JsonValue | undefined, out: WireStep[]): void {
  const citation = objectOf(value)
  const url = citation && textOf(citation['url'])
  const title = citation && (textOf(citation['title']) ?? textOf(citation['document_title']))
  if (url === undefined && title === undefined) return
  out.push({
    type: 'source',
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
  })
}
