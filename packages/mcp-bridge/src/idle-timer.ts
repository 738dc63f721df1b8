export interface IdleTimer {
  /** There was a sign of life. */
  restart(): void
  isOver(): boolean
  stop(): void
}

/** Calls `onOver` after a time without a sign of life; never while `isExcused`. */
export function idleTimer(ms: number, isExcused: () => boolean, onOver: () => void): IdleTimer {
  let over = false
  const start = (): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      if (isExcused()) return restart()
      over = true
      onOver()
    }, ms)
  let timer = start()
  const restart = (): void => {
    clearTimeout(timer)
    timer = start()
  }
  return { restart, isOver: () => over, stop: () => clearTimeout(timer) }
}
