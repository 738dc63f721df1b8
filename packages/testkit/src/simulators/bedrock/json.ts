/** JSON as it came: nothing is known of its shape. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fields(value: unknown): Fields {
  return isFields(value) ? value : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** The one key of a union, such as `text` of `{ text: '…' }`. */
export function kindOf(block: unknown): string {
  return isFields(block) ? (Object.keys(block)[0] ?? '') : ''
}
