import { ProviderError } from '@autobot/core/provider'
import type { ChatDelta, FinishDelta, JsonObject } from '@autobot/core/provider'
import { decodeStopReason, isMalformed } from './stop-reason.ts'
import { createServerResults } from './server-results.ts'
import { source } from './source.ts'
import type { StreamPayload } from './types.ts'
import { decodeUsage } from './usage.ts'

export interface StreamDecoder {
  /** Adds the deltas that one event makes; unknown events make none. */
  event(type: string, payload: StreamPayload, out: ChatDelta[]): void
  /** Adds the finish, once `messageStop` was read; without it core finds the answer cut. */
  end(out: ChatDelta[]): void
  readonly stopped: boolean
}

const nothing: readonly ChatDelta[] = []

export function createStreamDecoder(): StreamDecoder {
  const tools = new Set<number>()
  const images = new Map<number, { format: string; bytes: string[] }>()
  const signatures = new Map<number, string>()
  const ranByService = createServerResults()
  let lastText: number | undefined
  let finish: FinishDelta | undefined

  const start = (
    index: number,
    begin: NonNullable<StreamPayload['start']>,
  ): readonly ChatDelta[] => {
    if (begin.image !== undefined)
      images.set(index, { format: begin.image.format ?? 'png', bytes: [] })
    if (begin.toolResult !== undefined) ranByService.begin(index, begin.toolResult)
    const call = begin.toolUse
    if (call === undefined) return nothing
    const own = call.type === 'server_tool_use'
    if (own) ranByService.call(index, call.toolUseId)
    tools.add(index)
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
      if (!tools.has(index) || input === undefined || input === '') return nothing
      return [{ type: 'tool_call', id: String(index), argumentsText: input }]
    }
    if (delta.reasoningContent !== undefined) return reasoning(index, delta.reasoningContent)
    if (delta.citation !== undefined) return [source(delta.citation)]
    if (delta.toolResult !== undefined) ranByService.add(index, delta.toolResult)
    const bytes = delta.image?.source?.bytes
    if (bytes !== undefined) images.get(index)?.bytes.push(bytes)
    return nothing
  }

  const stop = (index: number): readonly ChatDelta[] => {
    if (tools.delete(index)) {
      if (ranByService.waits(index)) return nothing
      return [{ type: 'tool_call', id: String(index), argumentsText: '', complete: true }]
    }
    const ran = ranByService.end(index)
    if (ran !== undefined) return [ran]
    const image = images.get(index)
    if (image === undefined) return nothing
    images.delete(index)
    const data = Buffer.concat(image.bytes.map((bytes) => Buffer.from(bytes, 'base64')))
    return [{ type: 'file', mediaType: `image/${image.format}`, data: new Uint8Array(data) }]
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
    // A model that stopped to call a tool has closed its calls, whether or not it was said.
    const closed = rawReason === 'tool_use' ? [...tools].flatMap(stop) : nothing
    if (fields === undefined || fields === null || lastText === undefined) return closed
    // Which stop sequence it was, among what else was asked for: said of the text that it ended.
    const providerMetadata = { bedrock: { additionalModelResponseFields: fields } }
    return [{ type: 'text', text: '', block: String(lastText), providerMetadata }, ...closed]
  }

  const others = (type: string, index: number, payload: StreamPayload): readonly ChatDelta[] => {
    switch (type) {
      case 'contentBlockStart':
        return payload.start === undefined ? nothing : start(index, payload.start)
      case 'contentBlockStop':
        return stop(index)
      case 'messageStop':
        return messageStop(payload)
      case 'metadata':
        return metadata(payload)
      default:
        return nothing
    }
  }

  return {
    get stopped() {
      return finish !== undefined
    },
    event(type, payload, out) {
      const index = payload.contentBlockIndex ?? 0
      const { delta } = payload
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
