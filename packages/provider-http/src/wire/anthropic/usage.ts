import type { Usage } from '@autobot/core/provider'

/** This wire leaves the cache out of its input: it is added, as on every other wire. */
export function usageOf(counts: Readonly<Record<string, number>>): Usage {
  const { input_tokens: fresh, output_tokens: output, thinking_tokens: thinking } = counts
  const read = counts['cache_read_input_tokens']
  const written = counts['cache_creation_input_tokens']
  return {
    ...(fresh !== undefined && { inputTokens: fresh + (read ?? 0) + (written ?? 0) }),
    ...(output !== undefined && { outputTokens: output }),
    ...(read !== undefined && { cacheReadTokens: read }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(thinking !== undefined && { reasoningTokens: thinking }),
  }
}
