import type { RunResult, Usage } from '@autobot/core'

/** `openai/gpt-5 · 1,234 in (1,000 cached) · 56 out · $0.0021 · 3.1 s`; what is unknown is left out. */
export function usageLine(
  result: Pick<RunResult, 'provider' | 'model' | 'usage' | 'costUsd'>,
  durationMs?: number,
): string {
  return [
    `${result.provider}/${result.model}`,
    ...tokens(result.usage),
    ...(result.costUsd === undefined || result.costUsd === 0 ? [] : [dollars(result.costUsd)]),
    ...(durationMs === undefined ? [] : [`${(durationMs / 1000).toFixed(1)} s`]),
  ].join(' · ')
}

export function tokens({ inputTokens, outputTokens, cacheReadTokens }: Usage): readonly string[] {
  const number = (value: number): string => value.toLocaleString('en-US')
  const cached =
    cacheReadTokens === undefined || cacheReadTokens === 0
      ? ''
      : ` (${number(cacheReadTokens)} cached)`
  return [
    ...(inputTokens === undefined ? [] : [`${number(inputTokens)} in${cached}`]),
    ...(outputTokens === undefined ? [] : [`${number(outputTokens)} out`]),
  ]
}

export function dollars(amount: number): string {
  return `$${amount >= 1 ? amount.toFixed(2) : amount.toFixed(4)}`
}
