import type { FinishDelta, StartDelta } from '../contract/delta.ts'
import type { JsonValue } from '../contract/json.ts'
import type { AssistantMessage, AssistantPart } from '../contract/message.ts'
import type { ChatResponse, FinishReason, Usage, Warning } from '../contract/response.ts'

export interface ResponseFacts {
  readonly usage: Usage
  readonly warnings: readonly Warning[]
  readonly provider: string
  readonly model: string
  readonly start: StartDelta | undefined
  readonly guardrail: JsonValue | undefined
}

/** The whole answer, when its end has come. */
export function toResponse(
  message: AssistantMessage,
  end: FinishDelta,
  finishReason: FinishReason,
  { usage, warnings, provider, model, start, guardrail }: ResponseFacts,
): ChatResponse {
  let text = ''
  for (const part of message.content) if (part.type === 'text') text += part.text
  return {
    message,
    text,
    finishReason,
    ...(end.rawReason !== undefined && { rawFinishReason: end.rawReason }),
    ...(end.stopSequence !== undefined && { stopSequence: end.stopSequence }),
    usage,
    warnings,
    provider,
    model,
    ...(start?.model !== undefined && { responseModel: start.model }),
    ...(start?.responseId !== undefined && { responseId: start.responseId }),
    ...(start?.requestId !== undefined && { requestId: start.requestId }),
    ...(guardrail !== undefined && { guardrail }),
  }
}

/** What the content says counts: wires say "stop" beside calls, and "tool calls" without one. */
export function reasonFor(reason: FinishReason, parts: readonly AssistantPart[]): FinishReason {
  if (reason !== 'stop' && reason !== 'tool_calls' && reason !== 'other') return reason
  const asks = parts.some((part) => part?.type === 'tool_call' && part.providerExecuted !== true)
  if (asks) return 'tool_calls'
  return reason === 'tool_calls' ? 'stop' : reason
}

/** Ends that leave an open call unfinished, whatever its text looks like. */
export function cutsCalls(reason: FinishReason): boolean {
  return reason === 'length' || reason === 'content_filter' || reason === 'guardrail_intervened'
}
