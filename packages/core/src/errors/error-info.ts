import type { ErrorInfo } from '../contract/call.ts'
import { ConfigError } from './config-error.ts'
import { ProviderError } from './provider-error.ts'
import { RouteError } from './route-error.ts'

/** An error as data, for events and results. */
export function errorInfo(error: unknown): ErrorInfo {
  if (ProviderError.is(error)) {
    return {
      code: error.code,
      message: error.message,
      provider: error.provider,
      retryable: error.retryable,
      ...(error.hint !== undefined && { hint: error.hint }),
      ...(error.status !== undefined && { status: error.status }),
      ...(error.requestId !== undefined && { requestId: error.requestId }),
    }
  }
  if (ConfigError.is(error)) {
    return {
      code: 'config',
      message: error.message,
      retryable: false,
      ...(error.hint !== undefined && { hint: error.hint }),
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  if (RouteError.is(error)) return { code: 'config', message, retryable: false }
  return { code: 'bad_response', message, retryable: false }
}
