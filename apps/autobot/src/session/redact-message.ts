import type { Message } from '@autobot/core'
import type { Redactor } from '../redact.ts'

/** A message as it may be written to disk: bytes as they are, no secret in any text. */
export function redactMessage(message: Message, redactor: Redactor): Message {
  return masked(message, redactor) as Message
}

function masked(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.text(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map((item) => masked(item, redactor))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, masked(item, redactor)]),
  )
}
