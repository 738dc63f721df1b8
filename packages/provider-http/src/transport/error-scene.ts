/** What an error has to know of the provider that it happened at. */
export interface ErrorScene {
  readonly prefix: string
  readonly baseUrl: string
  readonly model?: string
  /** Where the key comes from, for hints. */
  readonly credentials: string | undefined
  readonly secrets: readonly string[]
  readonly now: () => number
}
