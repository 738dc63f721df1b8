import type { Budget } from './budget.ts'

/** Of a run without prices and without a limit: what it costs is not known after its first call. */
export function noBudget(): Budget {
  let costUsd: number | undefined = 0
  return {
    warnings: [],
    get costUsd() {
      return costUsd
    },
    check: () => undefined,
    add() {
      costUsd = undefined
    },
  }
}
