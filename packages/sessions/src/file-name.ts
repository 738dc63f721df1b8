import { SessionError } from './session-error.ts'

const extension = '.jsonl'
// Devices on Windows, whatever the extension.
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/
// 255 bytes is the limit of common file systems; the rest is for `.torn` and the lock's name.
const longest = 190

/**
 * The file of a session. Reversible, and safe on file systems that fold case: everything but
 * a-z, 0-9, `_` and `-` becomes the bytes of its UTF-8 as `%xx`.
 */
export function fileName(id: string): string {
  if (id === '' || !id.isWellFormed()) {
    throw new SessionError('A session id is a non-empty, well-formed text.', 'invalid_id', id)
  }
  const safe = id.replace(/[^a-z0-9_-]+/g, escapeText)
  const name = reserved.test(safe) ? escapeText(safe.slice(0, 1)) + safe.slice(1) : safe
  if (name.length > longest) {
    throw new SessionError(
      `The session id is too long for a file name (${name.length} of ${longest} bytes).`,
      'invalid_id',
      id,
    )
  }
  return name + extension
}

/** The id of a file, or undefined when the file is not a session's. */
export function sessionId(name: string): string | undefined {
  if (!name.endsWith(extension)) return undefined
  try {
    const id = decodeURIComponent(name.slice(0, -extension.length))
    return fileName(id) === name ? id : undefined
  } catch {
    return undefined
  }
}

function escapeText(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}
