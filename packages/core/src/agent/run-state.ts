import type { JsonValue } from '../contract/json.ts'
import type { AssistantMessage, ToolCallPart } from '../contract/message.ts'
import type { ChatResponse, Usage, Warning } from '../contract/response.ts'
import { errorInfo } from '../errors/error-info.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { addUsage } from './add-usage.ts'
import type { Budget } from './budget.ts'
import type { RunResult, ToolCallRecord } from '../contract/run-result.ts'
import type { Transcript } from './transcript.ts'

/** What a run has come to so far. */
export interface RunState {
  readonly steps: number
  readonly usage: Usage
  readonly last: ChatResponse | undefined
  readonly records: ToolCallRecord[]
  pending: readonly ToolCallPart[]
  object: JsonValue | undefined
  /** An answer has come. */
  answered(model: string, response: ChatResponse): void
  result(failure?: unknown): RunResult
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

export function createRunState(
  model: string,
  transcript: Transcript,
  budget: Budget | undefined,
  initialWarnings: readonly Warning[],
): RunState {
  const warnings: Warning[] = [...initialWarnings]
  const records: ToolCallRecord[] = []

  const state: Mutable<RunState> = {
    steps: 0,
    usage: {},
    last: undefined,
    records,
    pending: [],
    object: undefined,
    answered(asked, response) {
      state.last = response
      state.steps += 1
      state.usage = addUsage(state.usage, response.usage)
      budget?.add(asked, response)
      for (const warning of response.warnings) addWarning(warnings, warning)
    },
    result(failure) {
      const { last } = state
      const error = failure === undefined ? undefined : errorInfo(failure)
      const partial = ProviderError.is(failure) ? failure.partial : undefined
      const slash = model.indexOf('/')
      return {
        text: partial === undefined ? (last?.text ?? '') : textOf(partial),
        ...(state.object !== undefined && { object: state.object }),
        finishReason: endOf(last, error?.code),
        ...(last?.rawFinishReason !== undefined && { rawFinishReason: last.rawFinishReason }),
        usage: state.usage,
        costUsd: spent(budget, state.steps),
        steps: state.steps,
        toolCalls: records,
        pendingApprovals: state.pending,
        messages: [...transcript.messages],
        newMessages: [...transcript.added],
        provider: last?.provider ?? model.slice(0, Math.max(slash, 0)),
        model: last?.model ?? model.slice(slash + 1),
        warnings,
        ...(last !== undefined && { response: last }),
        ...(error !== undefined && { error }),
      }
    },
  }
  return state
}

/** USD; undefined where it is not known: of a run without prices after its first call. */
export function spent(budget: Budget | undefined, steps: number): number | undefined {
  if (budget !== undefined) return budget.costUsd
  return steps === 0 ? 0 : undefined
}

function textOf(message: AssistantMessage): string {
  let text = ''
  for (const part of message.content) if (part.type === 'text') text += part.text
  return text
}

function endOf(
  last: ChatResponse | undefined,
  code: string | undefined,
): RunResult['finishReason'] {
  if (code === 'aborted') return 'aborted'
  if (code === 'limit') return last?.finishReason ?? 'error'
  return code === undefined ? (last?.finishReason ?? 'other') : 'error'
}

/** The same change is made for each step of a run; once is enough to know. */
function addWarning(warnings: Warning[], warning: Warning): void {
  const known = warnings.some(
    (other) => other.code === warning.code && other.message === warning.message,
  )
  if (!known) warnings.push(warning)
}
