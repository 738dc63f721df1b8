export interface Redactor {
  /** From now on this value is masked. */
  add(secret: string): void
  text(value: string): string
  /** JSON of a value, its texts masked, bytes as base64. */
  json(value: unknown): string
  /** Masks a text that comes in fragments: what may become a secret waits for the next one. */
  stream(): RedactedStream
}

export interface RedactedStream {
  /** What of the text so far can be shown, and was not yet. */
  push(fragment: string): string
  /** The rest. */
  end(): string
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
    stream(): RedactedStream {
      let held = ''
      let before = ''
      const release = (length: number): string => {
        // The letter before decides whether a short secret stands alone.
        const shown = text(before + held.slice(0, length)).slice(before.length)
        before = length > 0 ? held.slice(length - 1, length) : before
        held = held.slice(length)
        return shown
      }
      return {
        push(fragment: string) {
          held += fragment
          if (secrets.size === 0) return release(held.length)
          let cut = held.length - unsettled(held, secrets)
          for (const match of (before + held).matchAll((pattern ??= compile(secrets)))) {
            const start = match.index - before.length
            if (start < cut && start + match[0].length > cut) cut = start
          }
          return release(cut)
        },
        end: () => release(held.length),
      }
    },
    json: (value: unknown) =>
      JSON.stringify(value, (_, item: unknown) => {
        if (typeof item === 'string') return text(item)
        return item instanceof Uint8Array ? Buffer.from(item).toString('base64') : item
      }),
  })
}

/** Letters at the end that may be the beginning of a secret. */
function unsettled(value: string, secrets: ReadonlySet<string>): number {
  let most = 0
  for (const secret of secrets) {
    // A short secret is one only when no letter follows, so it waits for the next fragment whole.
    const longest = Math.min(value.length, secret.length < 12 ? secret.length : secret.length - 1)
    for (let length = longest; length > most; length -= 1) {
      if (value.endsWith(secret.slice(0, length))) most = length
    }
  }
  return most
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
