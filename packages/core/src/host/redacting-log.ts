import type { ProviderHost } from '../contract/provider.ts'

type Log = ProviderHost['log']

/** Characters; a shorter value is no secret, and masking it would mask ordinary words. */
const minLength = 6

/**
 * A log that never shows a secret: each is replaced in the message and, at any depth, in the
 * fields.
 * @param secrets asked with each line, since secrets are found while an application runs
 */
export function redactingLog(log: Log, secrets: () => readonly string[]): Log {
  return (level, message, fields) => {
    const hidden = secrets().filter((secret) => secret.length >= minLength)
    if (hidden.length === 0) {
      log(level, message, fields)
      return
    }
    const clean = fields === undefined ? undefined : (mask(fields, hidden, 0) as typeof fields)
    log(level, maskText(message, hidden), clean)
  }
}

const maxDepth = 6

function mask(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return maskText(value, secrets)
  if (value instanceof Error) return maskText(`${value.name}: ${value.message}`, secrets)
  if (typeof value !== 'object' || value === null) return value
  // Deeper than any log should go: left out, since it might be a circle.
  if (depth >= maxDepth) return '…'
  if (Array.isArray(value)) return value.map((item) => mask(item, secrets, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mask(item, secrets, depth + 1)]),
  )
}

function maskText(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, '[redacted]')
  return clean
}
