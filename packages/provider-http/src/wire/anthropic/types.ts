import type { JsonObject } from '@autobot/core/provider'

/** How models and servers write what Anthropic Messages leaves open. */
export interface AnthropicSpelling {
  /** `budget`: tokens to think in; `adaptive`: an effort. Default `none`. */
  readonly thinkingForm?: 'none' | 'budget' | 'adaptive'
  /** Whether the model thinks unless it is told not to. Default `no`. */
  readonly thinksByDefault?: 'yes' | 'no'
  /** Fields that every request of this server holds. */
  readonly body?: JsonObject
}
