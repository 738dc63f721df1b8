import type { ProviderError } from '../errors/provider-error.ts'

export interface RetryPolicy {
  /** Attempts after the first. Default 2; 0 turns retries off. */
  readonly maxRetries?: number
  /** Milliseconds before the first retry; doubled each time. Default 500. */
  readonly initialDelayMs?: number
  /** Milliseconds; the longest wait of our own. Default 8 000. */
  readonly maxDelayMs?: number
  /** Milliseconds; a provider that asks for a longer wait is not waited for. Default 60 000. */
  readonly maxRetryAfterMs?: number
}

/**
 * Milliseconds to wait before the next attempt, or undefined when there is none: retries are used
 * up, the error does not heal, or the provider asks for a longer wait than the policy allows.
 * @param attempt the attempt that failed, from 1
 * @param random in [0, 1): half of our own delay is jitter
 */
export function retryDelay(
  error: ProviderError,
  attempt: number,
  policy: RetryPolicy,
  random: number,
): number | undefined {
  if (!error.retryable || attempt > (policy.maxRetries ?? 2)) return undefined
  const asked = error.retryAfterMs
  if (asked !== undefined && asked >= 0) {
    return asked > (policy.maxRetryAfterMs ?? 60_000) ? undefined : asked
  }
  const full = Math.min(
    (policy.initialDelayMs ?? 500) * 2 ** (attempt - 1),
    policy.maxDelayMs ?? 8_000,
  )
  return Math.round(full / 2 + (full / 2) * random)
}
