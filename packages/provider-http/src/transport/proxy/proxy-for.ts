import { BlockList, isIP } from 'node:net'

/** Variables as programs write them; small letters win, as with curl. */
export type ReadVariable = (name: string) => string | undefined

/** The proxy for a URL, after HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY. */
export function proxyFor(url: URL, read: ReadVariable): string | undefined {
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  const both = (name: string): string | undefined => read(name.toLowerCase()) ?? read(name)
  const found = both(`${scheme.toUpperCase()}_PROXY`) ?? both('ALL_PROXY')
  if (found === undefined || found.trim() === '') return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  // Another machine cannot reach what runs on this one.
  if (host === 'localhost' || host.endsWith('.localhost') || isLoopback(host)) return undefined
  const port = url.port || (scheme === 'https' ? '443' : '80')
  if (isExempt(host, port, both('NO_PROXY') ?? '')) return undefined
  const proxy = found.trim()
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`
}

/** `*`, `host`, `.domain`, `*.domain`, `host:port`, an address or a range (`10.0.0.0/8`). */
function isExempt(host: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const range = /^(.+)\/(\d+)$/.exec(entry)
      if (range !== null) return isWithin(host, range[1] ?? '', Number(range[2]))
      const parts = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry)
      const name = (parts?.[1] ?? entry).replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
      if (parts !== null && parts[2] !== port) return false
      return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`))
    })
}

function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isWithin(host: string, network: string, bits: number): boolean {
  const family = isIP(host)
  if (family === 0 || isIP(network) !== family || bits > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const block = new BlockList()
  block.addSubnet(network, bits, type)
  return block.check(host, type)
}
