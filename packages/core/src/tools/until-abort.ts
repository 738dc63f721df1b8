/** What `work` gives, or `fallback` as soon as the signal is aborted: nothing holds an abort up. */
export async function untilAbort<T>(
  signal: AbortSignal,
  work: Promise<T>,
  fallback: () => T,
): Promise<T> {
  let stop: (() => void) | undefined
  const aborted = new Promise<T>((resolve) => {
    stop = () => resolve(fallback())
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop)
  }
}
