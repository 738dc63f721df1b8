import { createHash } from 'node:crypto'

/**
 * What a service adds to reasoning so that it knows its own again: a digest that a stranger's
 * never equals. `kind` keeps the services apart.
 */
export function seal(kind: string, text: string): string {
  const digest = createHash('sha256').update(`${kind}\n${text}`).digest('base64')
  return `${Buffer.from(kind).toString('base64url')}.${Buffer.from(text).toString('base64url')}.${digest}`
}

/** The text that was sealed; undefined: the seal is not of this kind, or was changed. */
export function unseal(kind: string, sealed: string): string | undefined {
  const [, encoded = ''] = sealed.split('.')
  const text = Buffer.from(encoded, 'base64url').toString('utf8')
  return seal(kind, text) === sealed ? text : undefined
}
