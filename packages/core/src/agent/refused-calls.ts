import type { ToolCallPart } from '../contract/message.ts'
import type { ChatRequest } from '../contract/request.ts'

/**
 * Why a call is not run though its tool is there: the wire could not be asked for less, or the
 * model did not obey. Undefined: it may run.
 */
export function refusal(
  { parallelToolCalls, toolChoice }: Pick<ChatRequest, 'parallelToolCalls' | 'toolChoice'>,
  call: ToolCallPart,
  index: number,
): string | undefined {
  if (toolChoice === 'none') return 'Not run: no tool may be called now. Answer without tools.'
  if (parallelToolCalls === false && index > 0) {
    return 'Not run: one tool may be called at a time. Call it again when it is still needed.'
  }
  if (typeof toolChoice === 'object' && toolChoice.tool !== call.name) {
    return `Not run: only the tool "${toolChoice.tool}" may be called now.`
  }
  return undefined
}
