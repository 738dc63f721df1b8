import type { JsonObject } from '@autobot/core/provider'

/** How models write what Gemini's generateContent leaves open. */
export interface GeminiSpelling {
  /** `budget`: tokens to think in; `level`: an effort. Default `none`. */
  readonly thinkingForm?: 'none' | 'budget' | 'level'
  /** The least budget; 0 turns thinking off. Default 0. */
  readonly minBudget?: number
  /** Where a tool's schema stands. Default `parameters`. */
  readonly schemaField?: 'parameters' | 'parametersJsonSchema'
  /** What stands on a call of another model, whose signature this model demands. Default none. */
  readonly foreignSignature?: string
  /** Whether ids of calls may be sent. Default `send`. */
  readonly callIds?: 'send' | 'omit'
  /** Fields that every request of this server holds. */
  readonly body?: JsonObject
}
