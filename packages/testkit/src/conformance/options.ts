import type { AgentOptions } from '@autobot/core'
import type { Fixture } from '../recording/fixture.ts'
import type { SimulatedWireName } from '../wire/simulated/index.ts'
import type { Wire, WireServer } from '../wire/wire.ts'

/** Cases that do not hold here, and why. */
export interface Skip {
  /** Ids: `REA-01`. */
  readonly cases: readonly string[]
  readonly reason: string
}

export interface ConformanceOptions {
  /** With prefix. Default: that of the first fixture. */
  readonly model?: string
  /** A server of this wire is started for each case. Absent: only fixtures are run. */
  readonly wire?: SimulatedWireName | Wire
  /** The provider's configuration, for this server. Default: the wire's. */
  readonly config?: (server: WireServer) => unknown
  /** What the host's `secret` finds. Default nothing. */
  readonly secrets?: Readonly<Record<string, string>>
  /** For what not every model does. Default: `model`. */
  readonly models?: { readonly reasoning?: string; readonly vision?: string }
  /** What each agent is given besides. Default nothing. */
  readonly agent?: Partial<AgentOptions>
  /** A folder of recorded exchanges, or the exchanges. Default none. */
  readonly fixtures?: string | URL | readonly Fixture[]
  readonly skip?: readonly Skip[]
  /** Of the run, in its scorecard. Default prefix and wire. */
  readonly name?: string
  /** Milliseconds for what should happen at once: the close of a connection. Default 5000. */
  readonly patienceMs?: number
}
