import type { Usage } from '@autobot/core/provider'
import type { WireUsage } from './types.ts'

/** Converse counts what came from or went to a cache beside `inputTokens`; ours includes it. */
export function decodeUsage(wire: WireUsage): Usage {
  const read = wire.cacheReadInputTokens
  const written = wire.cacheWriteInputTokens
  return {
    ...(wire.inputTokens !== undefined && {
      inputTokens: wire.inputTokens + (read ?? 0) + (written ?? 0),
    }),
    ...(wire.outputTokens !== undefined && { outputTokens: wire.outputTokens }),
    ...(read !== undefined && { cacheReadTokens: read }),
    ...(written !== undefined && { cacheWriteTokens: written }),
  }
}
