import { BlockList, isIP } from 'node:net'

/** The proxy for a URL: the one that a variable names, unless it is exempt from proxies. */
export function proxyFor(url: URL, proxy: string, exempt: string): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  // Another machine cannot reach what runs on this one.
  if (host === 'localhost' || host.endsWith('.localhost') || isLoopback(host)) return undefined
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (isExempt(host, port, exempt)) return undefined
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
