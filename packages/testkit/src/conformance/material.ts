import type { JsonObject, Message, Tool, ToolCallPart } from '@autobot/core'

/** One pixel. */
export const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
)
export const pdf: Uint8Array = new TextEncoder().encode('%PDF-1.4\n%%EOF\n')

/** The head of a film. */
export const mp4: Uint8Array = new TextEncoder().encode('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom')

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export const unicode = 'Grüße aus 東京 🌍, und noch ein Satz.'

export const object = (properties: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
})
export const string = { type: 'string' }

/** A tool that keeps what it was called with. */
export function tool(
  name: string,
  options: Partial<Omit<Tool, 'execute'>> & {
    readonly inputs?: unknown[]
    readonly gives?: (input: never) => unknown
  } = {},
): Tool {
  const { inputs, gives, ...more } = options
  return {
    name,
    inputSchema: object(),
    ...more,
    execute: (input: unknown) => {
      inputs?.push(input)
      return (gives?.(input as never) ?? 'done') as string
    },
  }
}

export const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] })
export const system = (text: string): Message => ({
  role: 'system',
  content: [{ type: 'text', text }],
})
export const said = (text: string): Message => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
})
export const callPart = (
  id: string,
  name = 'f',
  more: Partial<ToolCallPart> = {},
): ToolCallPart => ({
  type: 'tool_call',
  id,
  name,
  input: { at: id },
  argumentsText: JSON.stringify({ at: id }),
  ...more,
})
export const calls = (...ids: readonly string[]): Message => ({
  role: 'assistant',
  content: ids.map((id) => callPart(id)),
})
export const result = (id: string, text = `result of ${id}`, isError = false): Message => ({
  role: 'tool',
  content: [
    {
      type: 'tool_result',
      toolCallId: id,
      toolName: 'f',
      content: [{ type: 'text', text }],
      ...(isError && { isError }),
    },
  ],
})

/** Nothing in it can be changed. */
export function frozen<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return value
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) frozen(item)
    Object.freeze(value)
  }
  return value
}

/** How often a text stands in another. */
export function count(text: string, part: string): number {
  return part === '' ? 0 : text.split(part).length - 1
}
