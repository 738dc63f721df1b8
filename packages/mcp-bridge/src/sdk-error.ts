/** The SDK's own word for what went wrong, or the platform's. */
export function codeOf(error: unknown): string | number | undefined {
  return (error as { code?: string | number } | null)?.code
}

export function statusOf(error: unknown): number | undefined {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown }
  return [status, code].find((value): value is number => typeof value === 'number' && value >= 100)
}
