/**
 * How long a server that fails is left alone: 1 s, 2 s, 4 s, at most 30 s; and after five failures
 * within ten minutes until the first of them is ten minutes old.
 */
export interface Backoff {
  isOver(): boolean
  /** Milliseconds until it may be tried again. */
  left(): number
  failed(): void
  /** It has worked: the next failure counts as the first, unless it follows at once. */
  worked(): void
  /** What was wrong is mended: nothing is waited for. */
  reset(): void
}

const firstMs = 1000
const maxMs = 30_000
const stableMs = 60_000
const maxFailures = 5
const windowMs = 600_000

export function backoff(now: () => number): Backoff {
  let failures = 0
  let until = 0
  let since = 0
  let recent: readonly number[] = []
  const left = (): number => Math.max(0, until - now())
  return {
    isOver: () => left() === 0,
    left,
    failed() {
      const at = now()
      if (since > 0 && at - since > stableMs) failures = 0
      since = 0
      recent = [...recent, at].filter((each) => at - each < windowMs)
      // The first failure costs nothing: a server that crashed once is back with the next call.
      until = failures === 0 ? 0 : at + Math.min(maxMs, firstMs * 2 ** (failures - 1))
      const [oldest = at] = recent
      if (recent.length >= maxFailures) until = Math.max(until, oldest + windowMs)
      failures++
    },
    worked() {
      since = now()
    },
    reset() {
      failures = 0
      until = 0
      recent = []
    },
  }
}
