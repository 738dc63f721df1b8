import { errorInfo, type ErrorInfo } from '@autobot/core'
import { withPosition } from '../config/explain-error.ts'
import type { LoadedConfig } from '../config/load.ts'
import { UsageError } from '../usage-error.ts'

/** Any error as data, with the place in the configuration when it has one. */
export function failureInfo(error: unknown, loaded: LoadedConfig | undefined): ErrorInfo {
  if (error instanceof UsageError) {
    return {
      code: 'config',
      message: error.message,
      retryable: false,
      ...(error.hint !== undefined && { hint: error.hint }),
    }
  }
  return errorInfo(withPosition(error, loaded))
}

/** 2 for what the user typed or configured, 1 for what went wrong after that. */
export function exitStatus(error: Pick<ErrorInfo, 'code'>): number {
  return error.code === 'config' ? 2 : 1
}
