import type { AgentOptions, PriceSource } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { loadPrices } from '../compose.ts'

/** Prices, where somebody looks at them; a limit that cannot be kept is told. */
export async function pricesFor(
  options: Pick<AgentOptions, 'model' | 'fallback' | 'maxCostUsd'>,
  shown: boolean,
  { log }: CommandContext,
): Promise<{ readonly prices?: PriceSource }> {
  if (!shown && options.maxCostUsd === undefined) return {}
  const prices = await loadPrices()
  if (options.maxCostUsd !== undefined) {
    for (const model of [options.model, ...(options.fallback ?? [])]) {
      if (prices(model)?.input !== undefined) continue
      log('warn', `The price of ${model} is not known, so the limit of costs does not hold for it.`)
    }
  }
  return { prices }
}
