/** One line of doctor. */
export interface Item {
  readonly level: 'ok' | 'note' | 'warning' | 'error'
  readonly message: string
  /** How to mend it. */
  readonly hint?: string
}
