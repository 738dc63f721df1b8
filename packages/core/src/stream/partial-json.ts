import type { JsonValue } from '../contract/json.ts'

/**
 * The value of JSON text that is still arriving: open strings, arrays and objects are closed, an
 * unfinished key or scalar is left out. Undefined when nothing is readable yet. Reads the whole
 * text: call it when something is to be shown, not for each fragment.
 */
export function parsePartialJson(text: string): JsonValue | undefined {
  const closers: string[] = []
  let inString = false
  let escaped = false
  // The end of the last point at which the text could be closed.
  let safe = -1
  let safeClosers = ''
  const mark = (end: number): void => {
    safe = end
    safeClosers = closers.toReversed().join('')
  }
  let isKey = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (inString) {
      if (escaped) escaped = false
      else if (character === '\\') escaped = true
      else if (character === '"') {
        inString = false
        if (!isKey) mark(index + 1)
      }
    } else if (character === '"') {
      inString = true
      isKey = closers.at(-1) === '}' && /[{,]\s*$/.test(text.slice(Math.max(0, index - 20), index))
    } else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']')
      mark(index + 1)
    } else if (character === '}' || character === ']') {
      closers.pop()
      mark(index + 1)
    } else if (character === ',') mark(index)
  }
  const attempts = [
    text,
    ...(inString && !isKey && !escaped ? [`${text}"${closers.toReversed().join('')}`] : []),
    `${text}${closers.toReversed().join('')}`,
    ...(safe > 0 ? [text.slice(0, safe) + safeClosers] : []),
  ]
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt) as JsonValue
    } catch {
      continue
    }
  }
  return undefined
}
