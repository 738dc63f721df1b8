import type { JsonObject, JsonValue, ToolCallDelta } from '@autobot/core/provider'
import { textOf } from '../values.ts'

/** Tools that the service runs itself: what it was asked stands in these fields. */
const questions: Readonly<Record<string, readonly string[]>> = {
  web_search_call: ['action'],
  file_search_call: ['queries'],
  code_interpreter_call: ['code'],
  image_generation_call: [],
  mcp_call: ['arguments'],
}

/** The item as a call that is shown and never run here; undefined for every other item. */
export function hostedCall(key: string, item: JsonObject): ToolCallDelta | undefined {
  const type = textOf(item['type']) ?? ''
  const fields = Object.hasOwn(questions, type) ? questions[type] : undefined
  if (fields === undefined) return undefined
  const asked: [string, JsonValue][] = fields.flatMap((field): [string, JsonValue][] => {
    const value = item[field]
    return value === undefined || value === null ? [] : [[field, value]]
  })
  return {
    type: 'tool_call',
    id: key,
    nativeId: textOf(item['id']) ?? '',
    name: textOf(item['name']) ?? type.slice(0, -'_call'.length),
    argumentsText: textOf(item['arguments']) ?? JSON.stringify(Object.fromEntries(asked)),
    complete: true,
    providerExecuted: true,
  }
}
