import type { Agent, IncomingMessage } from 'node:http'

/** Milliseconds for which an unused connection is kept, unless its server names a time; as Node's fetch. */
const idleMs = 4000
/** At most this long, whatever the server says; as Node's fetch. */
const maxIdleMs = 600_000
/** So much earlier than the server closes: a request must not meet a connection that just ends. */
const earlyMs = 2000

type MakeAgent = new (options: { keepAlive: boolean; timeout: number }) => Agent

const namedMs = new WeakMap<object, number>()

/**
 * An agent that keeps an unused connection for as long as its server says it does, as Node's
 * fetch. Node's own agent only ever keeps it for less than its `timeout`: with every step of a loop
 * that takes longer than that came a new connection, and its handshakes.
 */
export function keepingAgent(Agent: MakeAgent): Agent {
  const agent = new Agent({ keepAlive: true, timeout: idleMs })
  // Its answer counts, although the types do not know of it: `false` closes the connection.
  const keep = agent.keepSocketAlive.bind(agent) as (socket: object) => boolean
  agent.keepSocketAlive = (socket): boolean => {
    const isKept = keep(socket)
    const ms = namedMs.get(socket)
    if (!isKept || ms === undefined) return isKept
    if (ms > 0) (socket as IncomingMessage['socket']).setTimeout(ms)
    return ms > 0
  }
  return agent
}

/** Remembers what the server says in `keep-alive: timeout=N` (seconds) of its answer. */
export function noteKeepAlive(message: IncomingMessage): void {
  const hint = message.headers['keep-alive']
  if (hint === undefined) return
  const seconds = /\btimeout=(\d+)/i.exec(String(hint))?.[1]
  if (seconds === undefined) return
  namedMs.set(message.socket, Math.min(Number(seconds) * 1000 - earlyMs, maxIdleMs))
}
