import { BlockList, isIP, isIPv6 } from 'node:net'

/** Networks by what they are; the first that holds an address gives the reason. */
const networks: readonly (readonly [reason: string, ...subnets: string[]])[] = [
  [
    'Access to cloud metadata endpoints is blocked',
    '169.254.169.254/32',
    '100.100.100.200/32',
    'fd00:ec2::254/128',
    '169.254.170.2/32',
  ],
  ['Access to localhost is blocked', '127.0.0.0/8', '::1/128', '0.0.0.0/8', '::/128'],
  [
    'Access to private IP addresses is blocked',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    'fc00::/7',
  ],
  ['Access to link-local addresses is blocked', '169.254.0.0/16', 'fe80::/10'],
  [
    'Access to unrecognized addresses is blocked',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
    '5f00::/16',
    'fec0::/10',
    'ff00::/8',
  ],
]

const lists = networks.map(([reason, ...subnets]) => {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [address = '', bits = ''] = subnet.split('/')
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return { reason, list }
})

/** Why an address must not be connected to; undefined: it is a public one. */
export function addressProblem(address: string): string | undefined {
  const plain = address.replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 0) return 'Access to unrecognized addresses is blocked'
  const mapped = family === 6 ? ipv4Inside(plain) : undefined
  if (mapped !== undefined) return addressProblem(mapped)
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  return lists.find(({ list }) => list.check(plain, kind))?.reason
}

/** An IPv4 address written as IPv6: `::ffff:a.b.c.d`, in any spelling. */
function ipv4Inside(address: string): string | undefined {
  const { hostname } = new URL(`http://[${address}]/`)
  const found = /^\[::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname)
  if (found === null) return undefined
  const [high = 0, low = 0] = found.slice(1).map((part) => Number.parseInt(part, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Why a host as it is written must not be used: an address in disguise, or this machine's name. */
export function hostProblem(url: string): string | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(url.trim())?.[1]
  if (host === undefined || host === '') return 'Access to unrecognized addresses is blocked'
  if (host.startsWith('[')) return undefined
  const name = host.toLowerCase().replace(/\.$/, '')
  const parts = name.split('.')
  if (parts.every((part) => /^(0x[0-9a-f]*|\d+)$/.test(part))) {
    if (parts.some((part) => part.startsWith('0x'))) return 'Hex IP notation is blocked'
    if (parts.some((part) => part.length > 1 && part.startsWith('0')))
      return 'Octal IP notation is blocked'
    if (parts.length !== 4) return 'Integer IP notation is blocked'
  }
  if (name === 'localhost' || name.endsWith('.localhost')) return 'Access to localhost is blocked'
  if (name === 'metadata' || name === 'metadata.google.internal')
    return 'Access to cloud metadata endpoints is blocked'
  return undefined
}
