import type { JsonValue } from '../contract/json.ts'

export interface ToolArguments {
  readonly input: JsonValue
  readonly invalid?: string
}

/**
 * The arguments of a closed call. Nothing, blanks and `null` are `{}`; a leading `{}` that some
 * gateways send before the real object is skipped; all that is no JSON object is invalid.
 */
export function toolArguments(text: string): ToolArguments {
  const trimmed = text.trim()
  if (trimmed === '') return { input: {} }
  if (isTooDeep(trimmed)) {
    return { input: {}, invalid: `nested deeper than ${maxDepth} levels` }
  }
  const first = parse(trimmed)
  const again = first.ok || !trimmed.startsWith('{}') ? first : parse(trimmed.slice(2))
  if (!again.ok) return { input: {}, invalid: `not JSON: ${again.reason}` }
  const { value } = again
  if (value === null) return { input: {} }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { input: {}, invalid: 'not a JSON object' }
  }
  return { input: value }
}

/** What is read again and again, by us and by every service, may not exhaust a stack. */
const maxDepth = 500

function isTooDeep(text: string): boolean {
  if (text.length < 2 * maxDepth) return false
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') {
      depth += 1
      if (depth > maxDepth) return true
    } else if (character === '}' || character === ']') depth -= 1
  }
  return false
}

type Parsed =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string }

function parse(text: string): Parsed {
  try {
    // JSON.parse makes "__proto__" a plain own property: nothing is polluted.
    return { ok: true, value: JSON.parse(text) as JsonValue }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
