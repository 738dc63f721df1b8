import type { ChatDelta } from '../contract/delta.ts'
import type { JsonValue } from '../contract/json.ts'
import type { AssistantPart } from '../contract/message.ts'
import type { FinishReason, Usage, Warning } from '../contract/response.ts'

/** A whole answer, for upstreams that cannot stream. */
export interface WholeAnswer {
  readonly content: readonly AssistantPart[]
  readonly finishReason: FinishReason
  readonly rawFinishReason?: string
  readonly usage?: Usage
  readonly responseId?: string
  readonly model?: string
  readonly requestId?: string
  readonly warnings?: readonly Warning[]
  readonly guardrail?: JsonValue
}

/** The deltas that assemble gives back as this answer. */
export function* unfold(answer: WholeAnswer): Generator<ChatDelta> {
  const { responseId, model, requestId, warnings } = answer
  yield {
    type: 'start',
    ...(responseId !== undefined && { responseId }),
    ...(model !== undefined && { model }),
    ...(requestId !== undefined && { requestId }),
    ...(warnings !== undefined && { warnings }),
  }
  for (const [index, part] of answer.content.entries()) {
    const metadata = part.providerMetadata !== undefined && {
      providerMetadata: part.providerMetadata,
    }
    switch (part.type) {
      case 'text':
      case 'reasoning':
        yield { type: part.type, text: part.text, block: String(index), ...metadata }
        break
      case 'tool_call':
        yield {
          type: 'tool_call',
          id: String(index),
          nativeId: part.nativeId ?? part.id,
          name: part.name,
          argumentsText: part.argumentsText,
          ...(part.incomplete !== true && { complete: true as const }),
          ...(part.providerExecuted === true && { providerExecuted: true as const }),
          ...metadata,
        }
        break
      case 'file':
        if (part.data !== undefined) {
          yield { type: 'file', mediaType: part.mediaType, data: part.data, ...metadata }
        } else yield { type: 'source', url: part.url, ...metadata }
        break
      case 'source':
        yield part
        break
    }
  }
  if (answer.guardrail !== undefined) yield { type: 'guardrail', trace: answer.guardrail }
  if (answer.usage !== undefined) yield { type: 'usage', usage: answer.usage }
  const { finishReason, rawFinishReason } = answer
  yield {
    type: 'finish',
    reason: finishReason,
    ...(rawFinishReason !== undefined && { rawReason: rawFinishReason }),
  }
}
