export interface Redactor {
  /** From now on this value is masked. */
  add(secret: string): void
  text(value: string): string
  /** JSON of a value, its texts masked, bytes as base64. */
  json(value: unknown): string
}

const mask = '[redacted]'

/** Masks secrets in everything that leaves the process beside the answer. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  let pattern: RegExp | undefined

  const text = (value: string): string => {
    if (secrets.size === 0) return value
    pattern ??= compile(secrets)
    return value.replaceAll(pattern, mask)
  }

  return Object.freeze({
    add(secret: string) {
      const value = secret.trim()
      if (!isMaskable(value) || secrets.has(value)) return
      secrets.add(value)
      pattern = undefined
    },
    text,
    json: (value: unknown) =>
      JSON.stringify(value, (_, item: unknown) => {
        if (typeof item === 'string') return text(item)
        return item instanceof Uint8Array ? Buffer.from(item).toString('base64') : item
      }),
  })
}

/** Stand-ins such as `none` or `ollama` are words that occur everywhere, and no secrets. */
function isMaskable(value: string): boolean {
  return value.length >= 12 || (value.length >= 6 && /[^A-Za-z]/.test(value))
}

function compile(secrets: ReadonlySet<string>): RegExp {
  // Longest first, so that a secret inside another one does not leave the rest of it visible.
  const sources = [...secrets]
    .toSorted((a, b) => b.length - a.length)
    .map((secret) => {
      const source = secret.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
      return secret.length < 12 ? `(?<![A-Za-z0-9])${source}(?![A-Za-z0-9])` : source
    })
  return new RegExp(sources.join('|'), 'g')
}
