export type ReadVariable = (name: string) => string | undefined

/** The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names for URLs of a protocol (`https:`). */
export function namedProxy(protocol: string, read: ReadVariable): string | undefined {
  const own = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const found = (variable(own, read) ?? variable('ALL_PROXY', read))?.trim()
  return found === '' ? undefined : found
}

/** What NO_PROXY says. */
export function exemptions(read: ReadVariable): string {
  return variable('NO_PROXY', read) ?? ''
}

/** Variables as programs write them; small letters win, as with curl. */
function variable(name: string, read: ReadVariable): string | undefined {
  return read(name.toLowerCase()) ?? read(name)
}
