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
  /** Ours in the round that the machine disturbed least. */
  readonly least?: number
  /** Of a difference near zero: what the machine alone may add to three times the target. */
  readonly tolerance?: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
