import type { IncomingMessage } from 'node:http'

const messageKey = Symbol('message')

interface Kept {
  readonly [messageKey]: IncomingMessage
}

/** The headers of an answer of Node's own client with the face of `Headers`; nothing is copied. */
export function messageHeaders(message: IncomingMessage): Headers {
  return Object.assign(Object.create(face) as object, {
    [messageKey]: message,
  }) as unknown as Headers
}

const face = {
  get(name: string): string | null {
    const value = (this as unknown as Kept)[messageKey].headers[name.toLowerCase()]
    if (value === undefined) return null
    return typeof value === 'string' ? value : value.join(', ')
  },
  has(name: string): boolean {
    return this.get(name) !== null
  },
  entries() {
    return pairs(this)[Symbol.iterator]()
  },
  keys() {
    return pairs(this)
      .map(([name]) => name)
      [Symbol.iterator]()
  },
  values() {
    return pairs(this)
      .map(([, value]) => value)
      [Symbol.iterator]()
  },
  forEach(each: (value: string, name: string) => void) {
    for (const [name, value] of pairs(this)) each(value, name)
  },
  getSetCookie() {
    return (this as unknown as Kept)[messageKey].headers['set-cookie'] ?? []
  },
  [Symbol.iterator]() {
    return pairs(this)[Symbol.iterator]()
  },
}

function pairs(headers: object): [string, string][] {
  const { headers: given } = (headers as Kept)[messageKey]
  return Object.entries(given).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return []
    return typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one])
  })
}
