const quietMs = 300

/** Tells once of many changes that come together: a client reads the whole list for each. */
export function settled(tell: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(tell, quietMs)
    timer.unref()
  }
}
