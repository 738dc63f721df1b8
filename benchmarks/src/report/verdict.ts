import type { Row } from './row.ts'

export type Verdict = 'none' | 'met' | 'missed' | 'alarm'

/** An alarm is what is so many times its target. */
const far = 3

/**
 * Whether ours misses its target, and whether by so much that it is no noise: noise only adds, so
 * the least disturbed round has to be far off as well, and a difference near zero may miss its
 * target many times over by what the machine does alone.
 */
export function verdict({ values, target, unit, least, tolerance = 0 }: Row): Verdict {
  const value = values['ours']
  if (target === undefined || value === undefined) return 'none'
  if (unit === '%') return value >= target ? 'met' : value < target / far ? 'alarm' : 'missed'
  if (value <= target) return 'met'
  return Math.min(value, least ?? value) > far * target + tolerance ? 'alarm' : 'missed'
}
