/** What a provider says went wrong, in whichever of the many shapes it says it. */
export interface WireFault {
  readonly message: string
  /** Words of the provider: `insufficient_quota`, `overloaded_error`, `RESOURCE_EXHAUSTED`. */
  readonly kinds: readonly string[]
  /** A status that stands in the body; gateways answer 200 and write the real one here. */
  readonly status?: number
  readonly retryAfterMs?: number
  readonly requestId?: string
  /** What came was no answer of an API: a page, or nothing. */
  readonly form?: 'page' | 'nothing'
}
