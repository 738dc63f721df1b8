import type * as promises from 'node:fs/promises'

/** The part of `node:fs/promises` that the store uses. */
export type SessionFileSystem = Pick<
  typeof promises,
  'chmod' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rm' | 'stat'
>

export function isFileError(error: unknown, code: string): boolean {
  return (error as { readonly code?: unknown } | undefined)?.code === code
}
