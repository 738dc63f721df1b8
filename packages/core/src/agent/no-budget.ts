import type { Budget } from './budget.ts'

/** Of a run without prices and without a limit: what it costs is not known after its first call. */
export function noBudget(): Budget {
  const budget: Budget & { costUsd: number | undefined } = {
    warnings: [],
    costUsd: 0,
    check: () => undefined,
    add() {
      budget.costUsd = undefined
    },
  }
  return budget
}
