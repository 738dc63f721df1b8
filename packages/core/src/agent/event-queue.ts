/** Carries events of work that runs in parallel into one generator, in the order they happen. */
export interface EventQueue<T> {
  push(event: T): void
  /** Yields what is pushed until `work` is settled and everything is out; throws what it threw. */
  drain(work: Promise<unknown>): AsyncGenerator<readonly T[]>
}

export function createEventQueue<T>(): EventQueue<T> {
  const events: T[] = []
  let wake: (() => void) | undefined

  return {
    push(event) {
      events.push(event)
      wake?.()
    },
    async *drain(work) {
      let settled = false
      const end = (): void => {
        settled = true
        wake?.()
      }
      work.then(end, end)
      for (;;) {
        // One by one: what a tool did is told even when the run is aborted meanwhile.
        while (events.length > 0) yield [events.shift() as T]
        if (settled) break
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
      }
      await work
    },
  }
}
