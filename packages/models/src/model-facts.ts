import type { ModelPrice } from '@autobot/core'

export type Modality = 'text' | 'image' | 'pdf' | 'audio' | 'video'

/** What is known of a model. What is not known is absent. */
export interface ModelFacts {
  /** `prefix/model`, as the entry is named: a dated or regional name may share another's entry. */
  readonly model: string
  /** USD for a million tokens; list price of the service, without discounts and subscriptions. */
  readonly price?: ModelPrice
  /** Prices of the whole request once its input is longer, the shortest first. Default none. */
  readonly longPrices?: readonly LongPrice[]
  /** Tokens, input and output together. */
  readonly contextWindow?: number
  /** Tokens of one answer, reasoning included. */
  readonly maxOutputTokens?: number
  /** Kinds that are known to be taken; `text` and `image` are told of every model, the rest of some. */
  readonly input?: readonly Modality[]
  readonly output?: readonly Modality[]
  /** Whether it can think before it answers. */
  readonly reasoning: boolean
  /** Where the entry is from. */
  readonly source: ModelSource
  /** Pages that hand-made corrections of the entry follow. */
  readonly corrections?: readonly string[]
}

export interface LongPrice {
  readonly inputTokensAbove: number
  readonly price: ModelPrice
}

/** A package that carries the catalogue of models.dev. */
export interface ModelSource {
  readonly name: string
  readonly version: string
  readonly license: string
  /** `YYYY-MM-DD` of the catalogue. */
  readonly date: string
}
