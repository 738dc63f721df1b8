/**
 * Why a URL may not be fetched for a model, or undefined when it may: other schemes than http and
 * https, and hosts that are this machine, a private network, link-local or a cloud's metadata.
 * Looks at the name only; a host that resolves to a private address is the application's to
 * refuse (see `ChatOptions.media`).
 */
export function refusedAddress(url: URL): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return 'only http and https are fetched'
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal')) {
    return 'the host is on a private network'
  }
  if (host.startsWith('[')) return refusedIPv6(host.slice(1, -1))
  // The URL parser has already turned octal, hexadecimal and integer notations into this form.
  const bytes = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1).map(Number)
  return bytes === undefined ? undefined : refusedIPv4(bytes)
}

function refusedIPv4([a = 0, b = 0]: readonly number[]): string | undefined {
  const isPrivate =
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19)) ||
    a >= 224
  return isPrivate ? 'the address is private' : undefined
}

function refusedIPv6(address: string): string | undefined {
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address)
  if (mapped !== null) {
    const high = Number.parseInt(mapped[1] ?? '0', 16)
    return refusedIPv4([high >> 8, high & 255])
  }
  const isPrivate =
    address === '::' ||
    address === '::1' ||
    /^f[cd]/.test(address) ||
    /^fe[89ab]/.test(address) ||
    /^ff/.test(address) ||
    address.startsWith('64:ff9b:')
  return isPrivate ? 'the address is private' : undefined
}
