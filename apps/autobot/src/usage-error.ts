/** What was typed cannot be run. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'config' as const
  /** What to type. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
