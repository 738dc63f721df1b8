import type { LogLevel, ProviderHost } from '@autobot/core/provider'

export interface FakeHostOptions {
  /** What `secret` finds, by name. Default nothing. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Default: each request fails, naming its URL. */
  readonly fetch?: ProviderHost['fetch']
  /** Milliseconds since 1970 at which the clock stands. Default 2000-01-01. */
  readonly now?: number
  /** Of the sequence that `random` gives. Default 1. */
  readonly seed?: number
}

export interface LogEntry {
  readonly level: LogLevel
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface FakeHost extends ProviderHost {
  /** What was logged, in order. */
  readonly logs: readonly LogEntry[]
  /** Moves the clock, which stands still by itself. */
  advance(ms: number): void
}

/** A host in which nothing is left to chance: no environment, no network, no time that passes. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const secrets = new Map(Object.entries(options.secrets ?? {}))
  const logs: LogEntry[] = []
  let now = options.now ?? 946_684_800_000
  let state = options.seed ?? 1
  return Object.freeze({
    fetch: options.fetch ?? refuse,
    secret: (name) => secrets.get(name) || undefined,
    log: (level, message, fields) => {
      logs.push({ level, message, ...(fields !== undefined && { fields }) })
    },
    now: () => now,
    random: () => {
      // mulberry32: small, and the same on every platform.
      state = (state + 0x6d2b79f5) | 0
      let bits = Math.imul(state ^ (state >>> 15), 1 | state)
      bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
      return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
    },
    logs,
    advance: (ms) => {
      now += ms
    },
  } satisfies FakeHost)
}

const refuse: ProviderHost['fetch'] = (input) => {
  const url = input instanceof Request ? input.url : String(input)
  return Promise.reject(new TypeError(`A test asked for ${url}, but its host has no network.`))
}
