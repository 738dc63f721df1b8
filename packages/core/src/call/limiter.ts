/** Lets at most `max` holders in at once; the others wait in order. */
export interface Limiter {
  /** Resolves with the function that frees the place; rejects when the signal is aborted. */
  enter(signal: AbortSignal): Promise<() => void>
}

export function createLimiter(max: number): Limiter {
  let free = max
  const waiting: (() => void)[] = []

  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  const place = (): (() => void) => {
    let left = false
    return () => {
      if (left) return
      left = true
      leave()
    }
  }

  return {
    enter(signal) {
      if (free > 0) {
        free -= 1
        return Promise.resolve(place())
      }
      return new Promise((resolve, reject) => {
        const turn = (): void => {
          signal.removeEventListener('abort', onAbort)
          resolve(place())
        }
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(turn), 1)
          reject(signal.reason)
        }
        waiting.push(turn)
        signal.addEventListener('abort', onAbort, { once: true })
      })
    },
  }
}
