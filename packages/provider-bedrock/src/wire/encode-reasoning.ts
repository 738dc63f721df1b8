import type { JsonObject, ReasoningEffort } from '@autobot/core/provider'
import type { ReasoningSpelling } from '../families/facts.ts'

export interface EncodedReasoning {
  /** For `additionalModelRequestFields`. */
  readonly fields: JsonObject
  readonly maxTokens?: number
  /** The model refuses limits and sampling beside this effort. */
  readonly free?: true
}

const budgets = { low: 2048, medium: 8192, high: 24_576 } as const
const leastBudget = 1024

export function encodeReasoning(
  effort: ReasoningEffort | undefined,
  spelling: ReasoningSpelling | undefined,
  maxTokens: number | undefined,
): EncodedReasoning {
  const limit = maxTokens === undefined ? {} : { maxTokens }
  if (effort === undefined || spelling === undefined) return { fields: {}, ...limit }
  switch (spelling.form) {
    case 'budget': {
      if (effort === 'none') return { fields: {}, ...limit }
      // The budget is part of the limit: half of a small one is left for the answer.
      const asked = maxTokens ?? budgets[effort] * 2
      const total = asked > leastBudget ? asked : asked + leastBudget
      const budget = Math.max(leastBudget, Math.min(budgets[effort], Math.floor(total / 2)))
      return {
        fields: { thinking: { type: 'enabled', budget_tokens: budget } },
        maxTokens: Math.max(total, budget + 1),
      }
    }
    case 'adaptive': {
      if (effort === 'none') {
        const off = spelling.byDefault === 'yes' ? { thinking: { type: 'disabled' } } : {}
        return { fields: off, ...limit }
      }
      const display = spelling.display === 'asked' ? { display: 'summarized' } : {}
      return {
        fields: { thinking: { type: 'adaptive', ...display }, output_config: { effort } },
        ...limit,
      }
    }
    case 'reasoningConfig': {
      if (effort === 'none') return { fields: {}, ...limit }
      const fields = { reasoningConfig: { type: 'enabled', maxReasoningEffort: effort } }
      return effort === 'high' ? { fields, free: true } : { fields, ...limit }
    }
    case 'field':
      return effort === 'none'
        ? { fields: {}, ...limit }
        : { fields: { [spelling.name]: effort }, ...limit }
  }
}
