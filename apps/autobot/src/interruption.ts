export interface Interruption {
  readonly signal: AbortSignal
  /** The exit status that the signal asks for; undefined while there was none. */
  status(): number | undefined
  /** Nobody reads the output: end quietly. */
  leave(): void
}

const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Milliseconds in which a second Ctrl-C is the first one, sent on by a parent process. */
const echo = 400
/** Milliseconds for servers to end; their own limit is shorter. */
const patience = 8000

/** Turns signals into an abort, so that everything that was started can be ended. */
export function watchSignals(): Interruption {
  const controller = new AbortController()
  let status: number | undefined
  let first = 0
  for (const [name, value] of Object.entries(statuses)) {
    process.on(name, () => {
      if (status !== undefined) {
        if (Date.now() - first > echo) process.exit(status)
        return
      }
      status = value
      first = Date.now()
      setTimeout(() => process.exit(value), patience).unref()
      controller.abort(new Error(`Ended by ${name}.`))
    })
  }
  return Object.freeze({
    signal: controller.signal,
    status: () => status,
    leave() {
      status ??= 0
      controller.abort(new Error('The output was closed.'))
    },
  })
}
