export interface StartClock {
  /** Aborted when the time is up, or when the server is stopped. Asked anew after a pause. */
  signal(): AbortSignal
  /** Whether the time was up. */
  isLate(): boolean
  /** Runs work of people, who are slower than servers; the time begins anew after it. */
  unhurried<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  stop(): void
}

/** The time that a start may take, without the time that people take. */
export function startClock(milliseconds: number, stopped: AbortSignal): StartClock {
  let late = new AbortController()
  let signal = stopped
  let timer: ReturnType<typeof setTimeout> | undefined
  const start = (): void => {
    late = new AbortController()
    const own = late
    timer = setTimeout(() => own.abort(), milliseconds)
    signal = AbortSignal.any([late.signal, stopped])
  }
  start()
  return {
    signal: () => signal,
    isLate: () => late.signal.aborted,
    async unhurried(work) {
      clearTimeout(timer)
      try {
        return await work(stopped)
      } finally {
        start()
      }
    },
    stop: () => clearTimeout(timer),
  }
}
