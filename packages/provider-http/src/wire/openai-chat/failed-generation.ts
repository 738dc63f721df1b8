import type { JsonValue } from '@autobot/core/provider'
import { listOf, objectOf, textOf } from '../values.ts'

export interface FailedCall {
  readonly name: string
  /** As the model wrote it: often what was wrong with the call. */
  readonly argumentsText: string
}

/**
 * The calls in a text that a server took for calls and then refused (`failed_generation`): others
 * would have delivered them, so that the model reads what is wrong and mends it. Empty where no
 * call can be recognised.
 */
export function failedCalls(text: string): readonly FailedCall[] {
  const bare = text
    .trim()
    .replace(/^```\w*\s*/, '')
    .replace(/\s*```$/, '')
  const value = parse(bare)
  if (value !== undefined) return fromValue(value)
  const marked = [...markup(bare)]
  return marked.length > 0 ? marked : cutOff(bare)
}

/** `{name, arguments}`, a list of them, or `{tool_calls}`, with `parameters` and `function` too. */
function fromValue(value: JsonValue): readonly FailedCall[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => fromValue(item))
  const object = objectOf(value)
  if (object === undefined) return []
  const list = listOf(object['tool_calls'])
  if (list.length > 0) return list.flatMap((item) => fromValue(item))
  const called = objectOf(object['function']) ?? object
  const name = textOf(called['name']) ?? textOf(object['function'])
  if (name === undefined) return []
  const given = called['arguments'] ?? called['parameters'] ?? {}
  return [{ name, argumentsText: typeof given === 'string' ? given : JSON.stringify(given) }]
}

/** Two families write markup: `<function=name{…}</function>`, and sections of calls. */
function* markup(text: string): Iterable<FailedCall> {
  for (const [, name = '', argumentsText = ''] of text.matchAll(
    /(?:<function=|^)([\w.-]+)>?\s*(\{.*?)(?:<\/function>|$)/gs,
  )) {
    yield { name, argumentsText: argumentsText.trim() }
  }
  for (const [, name = '', argumentsText = ''] of text.matchAll(
    /<\|tool_call_begin\|>\s*(?:functions\.)?([\w.-]+):\d+\s*<\|tool_call_argument_begin\|>(.*?)(?:<\|tool_call_end\|>|$)/gs,
  )) {
    yield { name, argumentsText: argumentsText.trim() }
  }
}

/** JSON that is none: what can be known is the name, and where the arguments began. */
function cutOff(text: string): readonly FailedCall[] {
  const found = /^\W*"name"\s*:\s*"([^"]+)"\s*,\s*"(?:arguments|parameters)"\s*:\s*(.*)$/s.exec(
    text,
  )
  const [, name, argumentsText = ''] = found ?? []
  return name === undefined ? [] : [{ name, argumentsText }]
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
