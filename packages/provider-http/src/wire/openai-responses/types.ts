import type { JsonObject } from '@autobot/core/provider'

/** How models and servers write what OpenAI Responses leaves open. */
export interface ResponsesSpelling {
  /** Whether encrypted reasoning may be asked for: models without reasoning refuse. Default `no`. */
  readonly encryptedReasoning?: 'yes' | 'no'
  /** Default `instructions`. */
  readonly systemPlace?: 'instructions' | 'input'
  /** The field for a key that brings requests of one conversation to one cache. Default `none`. */
  readonly cacheKeyField?: 'none' | 'prompt_cache_key'
  /** The field for the end user's id. Default `none`. */
  readonly userField?: 'none' | 'user' | 'safety_identifier'
  /** Whether labels are sent. Default `omit`. */
  readonly metadata?: 'send' | 'omit'
  /** Fields that every request of this server holds. */
  readonly body?: JsonObject
}
