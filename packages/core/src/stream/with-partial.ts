import type { AssistantMessage } from '../contract/message.ts'
import { ProviderError } from '../errors/provider-error.ts'

/** The error with what had arrived; an error of no known kind becomes `bad_response`. */
export function withPartial(
  error: unknown,
  provider: string,
  message: (finishReason: 'aborted' | 'error') => AssistantMessage,
): unknown {
  if (!ProviderError.is(error)) {
    if (error instanceof Error && 'code' in error && error.code === 'config') return error
    const reason = error instanceof Error ? error.message : String(error)
    const name = error instanceof Error ? error.name : ''
    const code = name === 'AbortError' ? 'aborted' : name === 'TimeoutError' ? 'timeout' : undefined
    return new ProviderError(`${provider}: ${reason}`, {
      code: code ?? 'bad_response',
      provider,
      // An error that nobody named would fail again.
      retryable: code === 'timeout',
      partial: message(code === 'aborted' ? 'aborted' : 'error'),
      cause: error,
    })
  }
  const partial = message(error.code === 'aborted' ? 'aborted' : 'error')
  const { code, status, requestId, retryable, retryAfterMs, hint, cause } = error
  return new ProviderError(error.message, {
    code,
    provider: error.provider,
    retryable,
    partial,
    cause,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(hint !== undefined && { hint }),
  })
}
