/** The candidate that was probably meant: two slips at most, and fewer in a short word. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(word)
  let best: string | undefined
  let bestDistance = Math.min(2, Math.floor(wanted.length / 3)) + 0.5
  for (const candidate of candidates) {
    const distance = edits(wanted, plain(candidate))
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** apiKey, api-key and api_key are one word to a person. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '')
}

/** Letters to change, add or drop; two that changed places are one slip. */
function edits(a: string, b: string): number {
  let before: readonly number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1)
      const swapped = i > 0 && j > 0 && letter === b[j - 1] && other === a[i - 1]
      const swap = swapped ? (before[j - 1] ?? 0) + 1 : change
      next.push(Math.min(change, swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
