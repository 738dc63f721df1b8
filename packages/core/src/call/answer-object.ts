import type { JsonValue } from '../contract/json.ts'

/** The JSON value in an answer: the text itself, or what stands in its only code fence. */
export function answerObject(text: string): JsonValue | undefined {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text)
  try {
    return JSON.parse(fenced?.[1] ?? text) as JsonValue
  } catch {
    return undefined
  }
}
