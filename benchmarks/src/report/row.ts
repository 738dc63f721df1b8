/** One line of the table. */
export interface Row {
  readonly figure: string
  readonly wire: string
  /** Of `values`: a multiple of the floor, or a unit of its own. */
  readonly unit: 'x' | 'ms' | 'KB' | 'MB' | 'packages' | 'bytes' | '%'
  /** By contender; smaller is better, but for `%`. */
  readonly values: Readonly<Record<string, number>>
  /** What one time costs the floor, where the values are multiples of it. */
  readonly floor?: string
  /** What ours must be at most; for `%` at least. */
  readonly target?: number
  readonly note?: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/** Whether ours misses its target, and whether by so much that it is no noise. */
export function verdict({ values, target, unit }: Row): 'none' | 'met' | 'missed' | 'alarm' {
  const value = values['ours']
  if (target === undefined || value === undefined) return 'none'
  if (unit === '%') return value >= target ? 'met' : value < target / 3 ? 'alarm' : 'missed'
  if (value <= target) return 'met'
  // Bytes and milliseconds are no multiple of a floor: they follow the machine's mood.
  const isMultiple = unit !== 'bytes' && unit !== 'ms'
  return value > target * 3 && isMultiple ? 'alarm' : 'missed'
}
