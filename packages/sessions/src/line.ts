import type { Message, SystemMessage, UserMessage } from '@autobot/core/provider'

/** `summary` stands for all that is in the first `lines` lines of the file. */
export interface Compaction {
  readonly lines: number
  readonly summary: SystemMessage | UserMessage
}

export type Line =
  | { readonly message: Message }
  | { readonly compaction: Compaction }
  /** Why the line cannot be used. */
  | { readonly problem: string }

// `$bytes` holds base64; a real key of that name gets one more `$`, so that nothing is mistaken.
const escapedKey = /^\$+bytes$/
const roles: ReadonlySet<unknown> = new Set(['system', 'user', 'assistant', 'tool'])

/** One message as one line of the file, with the line feed. */
export function encodeLine(message: Message): string {
  return `${JSON.stringify({ version: 1, message: encode(message) })}\n`
}

export function encodeCompaction({ lines, summary }: Compaction): string {
  const compaction = { lines, summary: encode(summary) }
  return `${JSON.stringify({ version: 1, compaction })}\n`
}

export function decodeLine(line: Buffer): Line {
  let value: unknown
  try {
    value = JSON.parse(line.toString('utf8'))
  } catch {
    return { problem: 'it is not JSON' }
  }
  const record = value as Readonly<Record<string, unknown>> | null
  if (record?.['version'] !== 1) return { problem: 'it has another version than 1' }
  if (isMessage(record['message'])) return { message: decode(record['message']) as Message }
  const compaction = record['compaction'] as Partial<Compaction> | undefined
  const { lines, summary } = compaction ?? {}
  if (!Number.isSafeInteger(lines) || !isMessage(summary)) return { problem: 'it holds no message' }
  return { compaction: { lines: lines as number, summary: decode(summary) as UserMessage } }
}

function isMessage(value: unknown): boolean {
  const message = value as
    | { readonly role?: unknown; readonly content?: unknown }
    | null
    | undefined
  return roles.has(message?.role) && Array.isArray(message?.content)
}

function encode(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return { $bytes: bytes.toString('base64') }
  }
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      escapedKey.test(key) ? `$${key}` : key,
      encode(item),
    ]),
  )
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (typeof value !== 'object' || value === null) return value
  const bytes = (value as { readonly $bytes?: unknown }).$bytes
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'))
  // fromEntries defines properties, so a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      escapedKey.test(key) ? key.slice(1) : key,
      decode(item),
    ]),
  )
}
