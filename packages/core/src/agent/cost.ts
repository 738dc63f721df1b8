import type { ModelPrice, Usage } from '../contract/response.ts'

/** USD, or undefined when a price or a count is unknown that the sum needs. */
export function costOf(usage: Usage, price: ModelPrice | undefined): number | undefined {
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage
  if (price?.input === undefined || price.output === undefined) return undefined
  if (inputTokens === undefined || outputTokens === undefined) return undefined
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens)
  const sum =
    fresh * price.input +
    cacheReadTokens * (price.cacheRead ?? price.input) +
    cacheWriteTokens * (price.cacheWrite ?? price.input) +
    outputTokens * price.output
  return sum / 1_000_000
}
