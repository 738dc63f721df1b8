/** How long a server that fails is left alone: 1 s, 2 s, 4 s, at most 30 s. */
export interface Backoff {
  isOver(): boolean
  failed(): void
  /** It has worked: the next failure counts as the first, unless it follows at once. */
  worked(): void
  /** What was wrong is mended: nothing is waited for. */
  reset(): void
}

const firstMs = 1000
const maxMs = 30_000
const stableMs = 60_000

export function backoff(now: () => number): Backoff {
  let failures = 0
  let until = 0
  let since = 0
  return {
    isOver: () => now() >= until,
    failed() {
      if (since > 0 && now() - since > stableMs) failures = 0
      since = 0
      // The first failure costs nothing: a server that crashed once is back with the next call.
      until = failures === 0 ? 0 : now() + Math.min(maxMs, firstMs * 2 ** (failures - 1))
      failures++
    },
    worked() {
      since = now()
    },
    reset() {
      failures = 0
      until = 0
    },
  }
}
