import type { ErrorInfo, RunResult, Usage, Warning } from '@autobot/core'

/** What `--json` prints. What is not known is null, never 0. */
export interface ResultObject {
  readonly type: 'result'
  readonly ok: boolean
  readonly text: string
  readonly finishReason: string
  readonly rawFinishReason: string | null
  readonly usage: { readonly [field in keyof Required<Usage>]: number | null }
  readonly costUsd: number | null
  readonly steps: number
  readonly toolCalls: readonly {
    readonly id: string
    readonly name: string
    readonly input: unknown
    readonly isError: boolean
  }[]
  readonly sessionId: string | null
  readonly provider: string | null
  readonly model: string | null
  readonly warnings: readonly Warning[]
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly hint: string | null
    readonly retryable: boolean
    readonly status: number | null
    readonly requestId: string | null
  }
}

export function resultObject(result: RunResult, sessionId?: string): ResultObject {
  const { error, finishReason, toolCalls, usage } = result
  const ok = error === undefined && finishReason !== 'error' && finishReason !== 'aborted'
  return {
    type: 'result',
    ok,
    text: result.text,
    finishReason,
    rawFinishReason: result.rawFinishReason ?? null,
    usage: {
      inputTokens: usage.inputTokens ?? null,
      outputTokens: usage.outputTokens ?? null,
      cacheReadTokens: usage.cacheReadTokens ?? null,
      cacheWriteTokens: usage.cacheWriteTokens ?? null,
      reasoningTokens: usage.reasoningTokens ?? null,
    },
    // Where no answer was counted, nothing is known: a request that failed may cost, too.
    costUsd: isCounted(usage) ? (result.costUsd ?? null) : null,
    steps: result.steps,
    toolCalls: toolCalls.map(({ id, name, input, isError }) => ({ id, name, input, isError })),
    sessionId: sessionId ?? null,
    provider: result.provider === '' ? null : result.provider,
    model: result.model === '' ? null : result.model,
    warnings: result.warnings,
    ...(!ok && {
      error: errorObject(
        error ?? { code: 'bad_response', message: 'The run failed.', retryable: false },
      ),
    }),
  }
}

function isCounted({ inputTokens, outputTokens }: Usage): boolean {
  return inputTokens !== undefined || outputTokens !== undefined
}

/** The object of a run that did not begin. */
export function failedResult(error: ErrorInfo, model?: string): ResultObject {
  const slash = model?.indexOf('/') ?? -1
  return resultObject({
    text: '',
    finishReason: error.code === 'aborted' ? 'aborted' : 'error',
    usage: {},
    costUsd: undefined,
    pendingApprovals: [],
    steps: 0,
    toolCalls: [],
    messages: [],
    newMessages: [],
    provider: model === undefined || slash <= 0 ? '' : model.slice(0, slash),
    model: model === undefined ? '' : model.slice(slash + 1),
    warnings: [],
    error,
  })
}

function errorObject(error: ErrorInfo): NonNullable<ResultObject['error']> {
  return {
    code: error.code,
    message: error.message,
    hint: error.hint ?? null,
    retryable: error.retryable,
    status: error.status ?? null,
    requestId: error.requestId ?? null,
  }
}
