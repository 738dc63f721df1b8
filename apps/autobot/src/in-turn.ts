const last = new WeakMap<object, Promise<unknown>>()

/** A person reads one question at a time, whoever asks: dialogues of one place run in turn. */
export function inTurn<T>(place: object, work: () => Promise<T>): Promise<T> {
  const before = last.get(place) ?? Promise.resolve()
  const done = before.then(work)
  last.set(
    place,
    done.catch(() => undefined),
  )
  return done
}
