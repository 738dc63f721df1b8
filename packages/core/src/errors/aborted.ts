import { ProviderError } from './provider-error.ts'

/** What an abort is to the caller. */
export function aborted(provider: string, signal: AbortSignal): ProviderError {
  return new ProviderError('The run was aborted.', {
    code: 'aborted',
    provider,
    cause: signal.reason,
  })
}
