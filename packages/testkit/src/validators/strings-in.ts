/** Every string in a value, keys too; opaque state and bytes are left out. */
export function* stringsIn(value: unknown, key = ''): Iterable<string> {
  if (key === 'providerMetadata' || value instanceof Uint8Array) return
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      if (!Array.isArray(value)) yield name
      yield* stringsIn(item, name)
    }
  }
}

export function isBroken(text: string): boolean {
  return !text.isWellFormed() || text.includes('\0')
}
