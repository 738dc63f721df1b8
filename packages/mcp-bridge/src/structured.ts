import type { JsonValue } from '@autobot/core/provider'

const maxLeaves = 200
/** A run of these letters holds bytes, which are no text. */
const base64Run = /[A-Za-z0-9+/]{200}/

/**
 * Structured content as text, when it says something that the texts beside it do not: most servers
 * say the same twice, and some say "Done." beside the answer.
 */
export function structuredText(
  structured: JsonValue | undefined,
  texts: readonly string[],
  /** There are texts or files beside it. */
  isBesideOthers: boolean,
): string | undefined {
  if (structured === undefined || structured === null) return undefined
  if (isBesideOthers && isSaid(structured, texts)) return undefined
  return JSON.stringify(structured, (_key, value: unknown) =>
    typeof value === 'string' && base64Run.test(value)
      ? `[${value.length} letters of base64 left out]`
      : value,
  )
}

/** Whether each value of it can be read in the texts. */
function isSaid(structured: JsonValue, texts: readonly string[]): boolean {
  const all = texts.join('\n')
  const waiting: JsonValue[] = [structured]
  for (let leaves = 0; waiting.length > 0;) {
    const value = waiting.pop()
    if (typeof value === 'object' && value !== null) {
      for (const each of Object.values(value)) waiting.push(each as JsonValue)
      continue
    }
    // What is in so many places is the same text in another form.
    if (++leaves > maxLeaves) return true
    if (value === undefined || value === null || value === '') continue
    const text = String(value)
    if (base64Run.test(text)) continue
    if (!all.includes(text) && !all.includes(JSON.stringify(text).slice(1, -1))) return false
  }
  return true
}
