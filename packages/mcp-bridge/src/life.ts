import { AuthorizationNeeded } from './auth/needed.ts'
import { backoff } from './backoff.ts'
import type { Connection } from './connection.ts'
import { messageOf } from './sdk-error.ts'
import type { ServerSettings } from './settings.ts'
import { startClock, type StartClock } from './start-clock.ts'

export type ServerState = 'idle' | 'connecting' | 'ready' | 'failed' | 'stopped'

export interface Life {
  state(): ServerState
  problem(): string | undefined
  /** Why it is not ready, when a person could change that. */
  needed(): AuthorizationNeeded | undefined
  needs(needed: AuthorizationNeeded): void
  connection(): Connection | undefined
  /** Connects unless it is connected or has just failed; never rejects. */
  ensure(): Promise<void>
  /** Gives up this connection, if it still is the one, and makes another. */
  renew(old: Connection): Promise<void>
  /** What kept it from connecting is over. */
  again(): Promise<void>
  stop(): Promise<void>
}

export interface LifeOptions {
  readonly settings: ServerSettings
  readonly now: () => number
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  readonly log: (level: 'info' | 'warn', text: string) => void
  readonly onState: () => void
  /** Connects and reads what the server offers; leaves nothing behind when it fails. */
  readonly open: (clock: StartClock, onClosed: (epitaph?: string) => void) => Promise<Connection>
}

/** Idle, connecting, ready, failed, stopped: and what leads from one to the other. */
export function createLife(options: LifeOptions): Life {
  const { settings, now, inTurn, log, open, onState } = options
  const pause = backoff(now)
  const stopped = new AbortController()
  let state: ServerState = 'idle'
  let connection: Connection | undefined
  let connecting: Promise<void> | undefined
  let problem: string | undefined
  let needed: AuthorizationNeeded | undefined
  let hasRun = false
  let stopping: Promise<unknown> | undefined

  const fail = (reason: string): void => {
    if (state === 'stopped') return
    if (state === 'ready') connection = undefined
    // A connection that closes while it is set up is reported once, by the one who set it up.
    else if (connecting !== undefined && state === 'failed') return
    state = 'failed'
    problem = reason
    pause.failed()
    const left = Math.ceil(pause.left() / 1000)
    const again = left === 0 ? '' : ` It is left alone for ${left} s.`
    // The warnings of the source say it to those who run an agent.
    log('info', `MCP server is not running: ${reason}${again}`)
    onState()
  }

  const start = async (): Promise<void> => {
    if (stopped.signal.aborted) return
    const clock = startClock(settings.startTimeoutMs, stopped.signal)
    let opened: Connection | undefined
    try {
      opened = await open(clock, () => {
        // While it is being set up, the one who sets it up knows better what happened.
        if (opened !== undefined) fail(describeEnd(opened.epitaph()))
      })
      if (!opened.isOpen()) throw new Error(describeEnd(opened.epitaph()))
      connection = opened
      state = 'ready'
      hasRun = true
      problem = undefined
      needed = undefined
      pause.worked()
      onState()
    } catch (error) {
      await opened?.close()
      needed = error instanceof AuthorizationNeeded ? error : undefined
      const epitaph = (error as { epitaph?: string }).epitaph
      fail(clock.isLate() ? slow(settings.startTimeoutMs) : describe(error, epitaph))
    } finally {
      clock.stop()
    }
  }

  const ensure = (): Promise<void> => {
    if (connecting !== undefined) return connecting
    if (state === 'ready' || state === 'stopped' || !pause.isOver()) return Promise.resolve()
    if (hasRun && !settings.restarts) return Promise.resolve()
    state = 'connecting'
    onState()
    connecting = inTurn(start).finally(() => (connecting = undefined))
    return connecting
  }

  return {
    state: () => state,
    problem: () => problem,
    needed: () => needed,
    needs: (what) => void (needed = what),
    connection: () => connection,
    ensure,
    async renew(old) {
      if (connection === old) {
        connection = undefined
        state = 'idle'
        hasRun = false
        void old.close()
      }
      await ensure()
    },
    async again() {
      needed = undefined
      pause.reset()
      await ensure()
    },
    async stop() {
      if (stopping === undefined) {
        state = 'stopped'
        onState()
        stopped.abort()
        const current = connection
        connection = undefined
        stopping = Promise.allSettled([connecting, current?.close()])
      }
      await stopping
    },
  }
}

function slow(milliseconds: number): string {
  return `it was not ready within ${milliseconds / 1000} s`
}

function describe(error: unknown, epitaph = ''): string {
  const { code, path = '' } = error as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return `its command ${path} or its cwd was not found. Is it installed and on the PATH?`
  if (code === 'EACCES') return `its command ${path} may not be run. Is it an executable program?`
  return epitaph === '' ? messageOf(error) : describeEnd(epitaph)
}

function describeEnd(epitaph = ''): string {
  return epitaph === '' ? 'the connection was closed' : `it ended (${epitaph.slice(0, 600)})`
}
