import type { JsonObject, Usage } from '@autobot/core/provider'
import { numberOf, objectOf } from '../values.ts'
import type { ChatSpelling } from './types.ts'

/** Never derives one number from a total: servers count different things in it. */
export function readUsage(usage: JsonObject, form: ChatSpelling['usageForm']): Usage {
  const prompt = numberOf(usage['prompt_tokens'])
  const completion = numberOf(usage['completion_tokens'])
  const promptDetails =
    objectOf(usage['prompt_tokens_details']) ?? objectOf(usage['prompt_token_details'])
  const cached =
    numberOf(promptDetails?.['cached_tokens']) ??
    numberOf(usage['prompt_cache_hit_tokens']) ??
    numberOf(usage['cached_tokens']) ??
    numberOf(usage['num_cached_tokens'])
  const written = numberOf(promptDetails?.['cache_write_tokens'])
  const reasoning =
    numberOf(objectOf(usage['completion_tokens_details'])?.['reasoning_tokens']) ??
    numberOf(usage['reasoning_tokens'])
  const exclusive = form === 'exclusive'
  const input =
    exclusive && prompt !== undefined && cached !== undefined && cached > prompt
      ? prompt + cached
      : prompt
  const output = exclusive && completion !== undefined ? completion + (reasoning ?? 0) : completion
  return {
    ...(input !== undefined && { inputTokens: input }),
    ...(output !== undefined && { outputTokens: output }),
    ...(cached !== undefined && { cacheReadTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    // More thought than was said is a fault of some servers' counting.
    ...(reasoning !== undefined && { reasoningTokens: Math.min(reasoning, output ?? reasoning) }),
  }
}
