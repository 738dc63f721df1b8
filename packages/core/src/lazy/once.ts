/**
 * Work that is done on first use and then kept: the code of what few programs need is loaded in
 * this way. An import that was settled long ago still costs its turns when it is asked for again.
 * A failure is not kept.
 */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => {
    if (done === undefined) {
      done = work()
      done.catch(() => {
        done = undefined
      })
    }
    return done
  }
}
