/** Streams of one contender that wait in their middle until they may go on. */
export class WaitingRoom {
  readonly #there = new Set<() => void>()
  readonly #told = new Set<() => void>()
  #coming = 0

  /** One is on its way; call what comes back when it is there, with what lets it go on. */
  expect(): (goOn: () => void) => void {
    this.#coming += 1
    return (goOn) => {
      this.#coming -= 1
      this.#there.add(goOn)
      this.#tell()
    }
  }

  /** Calls when nobody is on the way: who were let go before that would wait for ever. */
  whenAllThere(call: () => void): void {
    this.#told.add(call)
    this.#tell()
  }

  letGo(): void {
    for (const goOn of this.#there) goOn()
    this.#there.clear()
  }

  #tell(): void {
    if (this.#coming > 0) return
    for (const call of this.#told) call()
    this.#told.clear()
  }
}
