import type { JsonValue } from '../contract/json.ts'

/** An escape that is not whole yet, or the first half of a character outside the basic plane. */
const unfinishedEscape = /(?:\\(?:u[0-9a-fA-F]{0,3})?|\\u[dD][89abAB][0-9a-fA-F]{2})$/

/**
 * The value of JSON text that is still arriving: open strings, arrays and objects are closed, an
 * unfinished key or word is left out; a number is taken as far as it goes. Undefined when nothing
 * is readable yet. Reads the whole text: call it when something is to be shown, not for each
 * fragment, or the cost is the square of the length.
 */
export function parsePartialJson(text: string): JsonValue | undefined {
  const whole = parse(text)
  if (whole !== undefined) return whole
  const closers: string[] = []
  // Whether the next string is a key.
  let expectsKey = false
  let stringStart = -1
  // The last place where the text could be closed. Nothing is opened or closed after it.
  let safe = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (stringStart >= 0) {
      if (character === '\\') index += 1
      else if (character === '"') {
        stringStart = -1
        if (!expectsKey) safe = index + 1
      }
      continue
    }
    switch (character) {
      case '"':
        stringStart = index
        break
      case '{':
      case '[':
        closers.push(character === '{' ? '}' : ']')
        expectsKey = character === '{'
        safe = index + 1
        break
      case '}':
      case ']':
        closers.pop()
        expectsKey = false
        safe = index + 1
        break
      case ':':
        expectsKey = false
        break
      case ',':
        expectsKey = closers.at(-1) === '}'
        safe = index
        break
      default:
        break
    }
  }
  const end = closers.reverse().join('')
  if (stringStart >= 0) {
    return expectsKey
      ? parse(text.slice(0, safe) + end)
      : parse(`${text.slice(0, stringStart)}${closeString(text.slice(stringStart))}${end}`)
  }
  return parse(text + end) ?? parse(text.slice(0, safe) + end)
}

function closeString(text: string): string {
  const [unfinished = ''] = unfinishedEscape.exec(text) ?? []
  // An even run of backslashes is whole: only the last of an odd run waits for its letter.
  const backslashes = /\\*$/.exec(text.slice(0, text.length - unfinished.length))?.[0].length ?? 0
  const isEscape = unfinished !== '' && backslashes % 2 === 0
  return `${isEscape ? text.slice(0, text.length - unfinished.length) : text}"`
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
