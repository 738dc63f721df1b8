import { ProviderError } from '@autobot/core/provider'
import type { ChatDelta, FinishDelta, JsonObject, SourceDelta } from '@autobot/core/provider'
import { decodeStopReason, isMalformed } from './stop-reason.ts'
import type { StreamPayload, WireCitation } from './types.ts'
import { decodeUsage } from './usage.ts'

export interface StreamDecoder {
  /** The deltas that one event makes; unknown events make none. */
  event(type: string, payload: StreamPayload): readonly ChatDelta[]
  /** The finish, once `messageStop` was read; otherwise nothing, and core finds the answer cut. */
  end(): readonly ChatDelta[]
  readonly stopped: boolean
}

const nothing: readonly ChatDelta[] = []

export function createStreamDecoder(): StreamDecoder {
  const tools = new Set<number>()
  const images = new Map<number, { format: string; bytes: string[] }>()
  const signatures = new Map<number, string>()
  let finish: FinishDelta | undefined

  const start = (
    index: number,
    begin: NonNullable<StreamPayload['start']>,
  ): readonly ChatDelta[] => {
    if (begin.image !== undefined)
      images.set(index, { format: begin.image.format ?? 'png', bytes: [] })
    const call = begin.toolUse
    if (call === undefined) return nothing
    tools.add(index)
    const own = call.type === 'server_tool_use'
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
    if (delta.text !== undefined) {
      return delta.text === ''
        ? nothing
        : [{ type: 'text', text: delta.text, block: String(index) }]
    }
    if (delta.toolUse !== undefined) {
      const { input } = delta.toolUse
      if (!tools.has(index) || input === undefined || input === '') return nothing
      return [{ type: 'tool_call', id: String(index), argumentsText: input }]
    }
    if (delta.reasoningContent !== undefined) return reasoning(index, delta.reasoningContent)
    if (delta.citation !== undefined) return [source(delta.citation)]
    const bytes = delta.image?.source?.bytes
    if (bytes !== undefined) images.get(index)?.bytes.push(bytes)
    return nothing
  }

  const stop = (index: number): readonly ChatDelta[] => {
    if (tools.delete(index)) {
      return [{ type: 'tool_call', id: String(index), argumentsText: '', complete: true }]
    }
    const image = images.get(index)
    if (image === undefined) return nothing
    images.delete(index)
    const data = Buffer.concat(image.bytes.map((bytes) => Buffer.from(bytes, 'base64')))
    return [{ type: 'file', mediaType: `image/${image.format}`, data: new Uint8Array(data) }]
  }

  const messageStop = (rawReason: string | undefined): readonly ChatDelta[] => {
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
    }
    // A model that stopped to call a tool has closed its calls, whether or not it was said.
    return rawReason === 'tool_use' ? [...tools].flatMap(stop) : nothing
  }

  return {
    get stopped() {
      return finish !== undefined
    },
    event(type, payload) {
      const index = payload.contentBlockIndex ?? 0
      switch (type) {
        case 'contentBlockDelta':
          return payload.delta === undefined ? nothing : content(index, payload.delta)
        case 'contentBlockStart':
          return payload.start === undefined ? nothing : start(index, payload.start)
        case 'contentBlockStop':
          return stop(index)
        case 'messageStop':
          return messageStop(payload.stopReason)
        case 'metadata':
          return metadata(payload)
        default:
          return nothing
      }
    },
    // Usage may stand before or behind `messageStop`: the finish waits for both.
    end: () => (finish === undefined ? nothing : [finish]),
  }
}

function metadata({ usage, trace }: StreamPayload): readonly ChatDelta[] {
  const deltas: ChatDelta[] = []
  if (usage !== undefined) deltas.push({ type: 'usage', usage: decodeUsage(usage) })
  const guardrail = trace?.guardrail
  if (guardrail !== undefined) deltas.push({ type: 'guardrail', trace: guardrail })
  return deltas
}

function source(citation: WireCitation): SourceDelta {
  const url = citation.location?.web?.url
  const title = citation.title ?? citation.source
  return {
    type: 'source',
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
  }
}
