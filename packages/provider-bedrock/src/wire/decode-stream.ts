import { ProviderError } from '@autobot/core/provider'
import type { ChatDelta, FinishDelta, JsonObject } from '@autobot/core/provider'
import { decodeStopReason, isMalformed } from './stop-reason.ts'
import { createServerResults, type ServerResults } from './server-results.ts'
import { source } from './source.ts'
import type { StreamPayload } from './types.ts'
import { decodeUsage } from './usage.ts'

export interface StreamDecoder {
  /** Adds the deltas that one event makes; unknown events make none. */
  event(type: string, payload: StreamPayload, out: ChatDelta[]): void
  /** Adds the finish, once `messageStop` was read; without it core finds the answer cut. */
  end(out: ChatDelta[]): void
  /** Whether `messageStop` was read. */
  hasStopped(): boolean
}

const nothing: readonly ChatDelta[] = []

export function createStreamDecoder(): StreamDecoder {
  /** A call that was closed, but may have been cut off by the limit: the end says which. */
  let doubtful: number | undefined
  // Made with the first of its kind: thousands of answers may be open at once.
  /** Open calls, with the arguments so far. */
  let tools: Map<number, string> | undefined
  let images: Map<number, { format: string; bytes: string[] }> | undefined
  let signatures: Map<number, string> | undefined
  let ranByService: ServerResults | undefined
  /** The text that the answer ends with, as long as nothing stands behind it. */
  let lastText: number | undefined
  let finish: FinishDelta | undefined

  const start = (
    index: number,
    begin: NonNullable<StreamPayload['start']>,
  ): readonly ChatDelta[] => {
    if (begin.image !== undefined) {
      images ??= new Map()
      images.set(index, { format: begin.image.format ?? 'png', bytes: [] })
    }
    if (begin.toolResult !== undefined) ranByService?.begin(index, begin.toolResult)
    const call = begin.toolUse
    if (call === undefined) return nothing
    const own = call.type === 'server_tool_use'
    if (own) {
      ranByService ??= createServerResults()
      ranByService.call(index, call.toolUseId)
    }
    tools ??= new Map()
    tools.set(index, '')
    lastText = undefined
    return [
      {
        type: 'tool_call',
        id: String(index),
        nativeId: call.toolUseId ?? '',
        ...(call.name !== undefined && { name: call.name }),
        argumentsText: '',
        ...(own && { providerExecuted: true as const }),
      },
    ]
  }

  const reasoning = (
    index: number,
    delta: NonNullable<NonNullable<StreamPayload['delta']>['reasoningContent']>,
  ): readonly ChatDelta[] => {
    let opaque: JsonObject | undefined
    if (delta.redactedContent !== undefined) opaque = { redactedContent: delta.redactedContent }
    if (delta.signature !== undefined && delta.signature !== '') {
      signatures ??= new Map()
      const signature = (signatures.get(index) ?? '') + delta.signature
      signatures.set(index, signature)
      opaque = { signature }
    }
    if (opaque === undefined && (delta.text ?? '') === '') return nothing
    return [
      {
        type: 'reasoning',
        text: delta.text ?? '',
        block: String(index),
        ...(opaque !== undefined && { providerMetadata: { bedrock: opaque } }),
      },
    ]
  }

  const content = (
    index: number,
    delta: NonNullable<StreamPayload['delta']>,
  ): readonly ChatDelta[] => {
    if (delta.toolUse !== undefined) {
      const { input } = delta.toolUse
      const before = tools?.get(index)
      if (before === undefined || input === undefined || input === '') return nothing
      tools?.set(index, before + input)
      return [{ type: 'tool_call', id: String(index), argumentsText: input }]
    }
    if (delta.reasoningContent !== undefined) return reasoning(index, delta.reasoningContent)
    if (delta.citation !== undefined) return [source(delta.citation)]
    if (delta.toolResult !== undefined) ranByService?.add(index, delta.toolResult)
    const bytes = delta.image?.source?.bytes
    if (bytes !== undefined) images?.get(index)?.bytes.push(bytes)
    return nothing
  }

  const stop = (index: number): readonly ChatDelta[] => {
    const argumentsText = tools?.get(index)
    if (argumentsText !== undefined) {
      tools?.delete(index)
      if (ranByService?.waits(index) === true) return nothing
      if (holdsArguments(argumentsText)) return [closed(index)]
      doubtful = index
      return nothing
    }
    const ran = ranByService?.end(index)
    if (ran !== undefined) return [ran]
    const image = images?.get(index)
    if (image === undefined) return nothing
    images?.delete(index)
    const data = Buffer.concat(image.bytes.map((bytes) => Buffer.from(bytes, 'base64')))
    return [{ type: 'file', mediaType: `image/${image.format}`, data: new Uint8Array(data) }]
  }

  const settle = (): readonly ChatDelta[] => {
    if (doubtful === undefined) return nothing
    const index = doubtful
    doubtful = undefined
    return [closed(index)]
  }

  const messageStop = ({
    stopReason: rawReason,
    additionalModelResponseFields: fields,
  }: StreamPayload): readonly ChatDelta[] => {
    if (isMalformed(rawReason)) {
      throw new ProviderError('The model wrote something that Bedrock could not read.', {
        code: 'bad_response',
        provider: 'bedrock',
        hint: 'Try again; a lower temperature helps models that call tools.',
      })
    }
    finish = {
      type: 'finish',
      reason: decodeStopReason(rawReason),
      ...(rawReason !== undefined && { rawReason }),
      ...stopSequenceOf(fields),
    }
    const { reason } = finish
    const last =
      reason === 'stop' || reason === 'tool_calls' || reason === 'other' ? settle() : nothing
    // A model that stopped to call a tool has closed its calls, whether or not it was said.
    const unsaid = rawReason === 'tool_use' ? [...(tools?.keys() ?? [])].map(closed) : nothing
    const asked =
      fields === undefined || fields === null
        ? nothing
        : aside({ additionalModelResponseFields: fields })
    return [...asked, ...last, ...unsaid]
  }

  /** What is said of the whole answer is kept with the text that ends it. */
  const aside = (bedrock: JsonObject): readonly ChatDelta[] =>
    lastText === undefined || Object.keys(bedrock).length === 0
      ? nothing
      : [{ type: 'text', text: '', block: String(lastText), providerMetadata: { bedrock } }]

  const others = (type: string, index: number, payload: StreamPayload): readonly ChatDelta[] => {
    switch (type) {
      case 'contentBlockStart':
        return payload.start === undefined ? nothing : start(index, payload.start)
      case 'contentBlockStop':
        return stop(index)
      case 'messageStop':
        return messageStop(payload)
      case 'metadata':
        return [...aside(served(payload)), ...metadata(payload)]
      default:
        return nothing
    }
  }

  return {
    hasStopped: () => finish !== undefined,
    event(type, payload, out) {
      const index = payload.contentBlockIndex ?? 0
      const { delta } = payload
      // The model went on behind it: that call was not cut off.
      if (doubtful !== undefined && type.startsWith('contentBlock')) out.push(...settle())
      if (type === 'contentBlockDelta') {
        // Text comes first and without an array of its own: nearly every event is one.
        const text = delta?.text
        if (text === undefined) {
          if (delta !== undefined) out.push(...content(index, delta))
        } else if (text !== '') {
          lastText = index
          out.push({ type: 'text', text, block: String(index) })
        }
      } else out.push(...others(type, index, payload))
    },
    // Usage may stand before or behind `messageStop`: the finish waits for both.
    end(out) {
      if (finish !== undefined) out.push(finish)
    },
  }
}

function closed(index: number): ChatDelta {
  return { type: 'tool_call', id: String(index), argumentsText: '', complete: true }
}

/** The limit closes a block as if it were whole: at its start without arguments, or within them. */
function holdsArguments(text: string): boolean {
  if (text.trim() === '{}') return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** How it was served, where that is not the usual way, and by whom, where a router chose. */
function served({ serviceTier, performanceConfig, trace }: StreamPayload): JsonObject {
  const { type = 'default' } = serviceTier ?? {}
  const { latency = 'standard' } = performanceConfig ?? {}
  const model = trace?.promptRouter?.invokedModelId
  return {
    ...(type !== 'default' && { serviceTier: type }),
    ...(latency !== 'standard' && { latency }),
    ...(model !== undefined && { invokedModelId: model }),
  }
}

function metadata({ usage, trace }: StreamPayload): readonly ChatDelta[] {
  const deltas: ChatDelta[] = []
  if (usage !== undefined) deltas.push({ type: 'usage', usage: decodeUsage(usage) })
  const guardrail = trace?.guardrail
  if (guardrail !== undefined) deltas.push({ type: 'guardrail', trace: guardrail })
  return deltas
}

/** Claude tells which stop sequence it was, where it was asked to. */
function stopSequenceOf(fields: unknown): { readonly stopSequence?: string } {
  const sequence = (fields as { delta?: { stop_sequence?: unknown } } | null | undefined)?.delta
    ?.stop_sequence
  return typeof sequence === 'string' ? { stopSequence: sequence } : {}
}
