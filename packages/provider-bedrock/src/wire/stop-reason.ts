import type { FinishReason } from '@autobot/core/provider'

const reasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool_calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['content_filtered', 'content_filter'],
  ['guardrail_intervened', 'guardrail_intervened'],
])

export function decodeStopReason(wire: string | undefined): FinishReason {
  return reasons.get(wire ?? '') ?? 'other'
}

/** The model's own output could not be read by the service: asking again may help. */
export function isMalformed(wire: string | undefined): boolean {
  return wire === 'malformed_model_output' || wire === 'malformed_tool_use'
}
