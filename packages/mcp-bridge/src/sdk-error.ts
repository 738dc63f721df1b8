/** The SDK's own word for what went wrong, or the platform's. */
export function codeOf(error: unknown): string | number | undefined {
  return (error as { code?: string | number } | null)?.code
}

export function statusOf(error: unknown): number | undefined {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown }
  return [status, code].find((value): value is number => typeof value === 'number' && value >= 100)
}

const maxMessage = 1000

/** What went wrong, for people and models: with the status of HTTP, without a whole page of HTML. */
export function messageOf(error: unknown): string {
  const own = error instanceof Error ? error.message : String(error)
  // "fetch failed" says nothing; what it failed of does.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  const message = (own === 'fetch failed' && cause !== '' ? `${own}: ${cause}` : own).slice(
    0,
    maxMessage,
  )
  const status = statusOf(error)
  if (status === undefined || message.includes(String(status))) return message
  return `HTTP ${status}: ${message}`
}
