import type { ProviderErrorInit } from '@autobot/core/provider'

/** What an error has to know of the provider that it happened at. */
export interface ErrorScene {
  readonly prefix: string
  readonly baseUrl: string
  readonly model?: string
  /** Where the key comes from, for hints. */
  readonly credentials: string | undefined
  readonly secrets: readonly string[]
  /** Statuses that mean a prompt that is too long when they come without a word. Default 413. */
  readonly wordlessOverflow?: readonly number[]
  readonly now: () => number
}

/** The answer that an error is about. */
export interface ErrorAnswer {
  readonly response: Response
  readonly requestId: string | undefined
}

/** What is to be said of a failure. */
export interface ErrorWords extends ProviderErrorInit {
  readonly message: string
}
