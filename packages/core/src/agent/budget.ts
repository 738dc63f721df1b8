import type { Message } from '../contract/message.ts'
import type { ChatRequest } from '../contract/request.ts'
import type { ChatResponse, PriceSource, Warning } from '../contract/response.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { costOf } from './cost.ts'

/** What a run has cost, and whether its next call may still be made. */
export interface Budget {
  /** USD; undefined as soon as one call's price is unknown. */
  readonly costUsd: number | undefined
  /** What is to be known of the limit before the first call. */
  readonly warnings: readonly Warning[]
  /** Throws a ProviderError of code `limit` when the call would go over the limit. */
  check(request: ChatRequest): void
  add(model: string, response: ChatResponse): void
}

export function createBudget(
  model: string,
  prices: PriceSource | undefined,
  maxCostUsd: number | undefined,
): Budget {
  const isBlind = maxCostUsd !== undefined && prices?.(model)?.input === undefined
  let known = 0
  let last: ChatResponse | undefined

  /** The next input is at least the last one with its answer; before that, four letters a token. */
  const nextCost = (request: ChatRequest): number => {
    const price = prices?.(request.model)
    if (price?.input === undefined) return 0
    const spoken = (last?.usage.inputTokens ?? 0) + (last?.usage.outputTokens ?? 0)
    const input = spoken > 0 ? spoken : characters(request.messages) / 4
    const output = last?.usage.outputTokens ?? 0
    return (input * (price.cacheRead ?? price.input) + output * (price.output ?? 0)) / 1_000_000
  }

  const budget: Budget & { costUsd: number | undefined } = {
    warnings: isBlind
      ? [
          {
            code: 'cost_limit_unknown',
            message: `The price of ${model} is not known, so the limit of costs does not hold for it.`,
          },
        ]
      : [],
    costUsd: 0,
    check(request) {
      if (maxCostUsd === undefined) return
      const expected = known + nextCost(request)
      if (expected <= maxCostUsd) return
      throw new ProviderError(
        `The next call would cost more than the run may: $${known.toFixed(4)} are spent, about $${expected.toFixed(4)} would be, the limit is $${maxCostUsd}.`,
        {
          code: 'limit',
          provider: last?.provider ?? request.model.split('/', 1)[0] ?? '',
          hint: 'Raise the limit of costs, or ask for less at once.',
        },
      )
    },
    add(model, response) {
      last = response
      const price = costOf(response.usage, prices?.(model, response.usage))
      known += price ?? 0
      const { costUsd } = budget
      budget.costUsd = price === undefined || costUsd === undefined ? undefined : costUsd + price
    },
  }
  return budget
}

/** Of what is read as text; how many tokens a file is, only its provider knows. */
function characters(messages: readonly Message[]): number {
  let sum = 0
  for (const message of messages) {
    for (const part of message.content) sum += JSON.stringify(part, withoutBytes).length
  }
  return sum
}

function withoutBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? '' : value
}
