import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

const internal = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  internal.addSubnet(network, bits)
}
for (const [network, bits] of [
  ['::', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  internal.addSubnet(network, bits, 'ipv6')
}

/** This machine, by name or number. */
export function isLoopback(url: URL): boolean {
  const { host, family } = read(url)
  if (family === undefined) return host === 'localhost' || host.endsWith('.localhost')
  return loopback.check(host, family)
}

/** This machine, a private network, link-local, or a cloud's metadata; looks at the name only. */
export function isPrivate(url: URL): boolean {
  const { host, family } = read(url)
  if (family === undefined) return isLoopback(url) || host.endsWith('.internal')
  return loopback.check(host, family) || internal.check(host, family)
}

function read(url: URL): { host: string; family: 'ipv4' | 'ipv6' | undefined } {
  const host = url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '')
  const version = isIP(host)
  return { host, family: version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6' }
}
