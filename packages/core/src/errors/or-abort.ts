import { aborted } from './aborted.ts'

/**
 * What the work gives, or the error of an abort as soon as there is one: code of others (a hook, a
 * plugin, a host's fetch) need not listen to the signal that it is given.
 */
export async function orAbort<T>(
  provider: string,
  signal: AbortSignal,
  work: () => T | PromiseLike<T>,
): Promise<T> {
  if (signal.aborted) throw aborted(provider, signal)
  let onAbort: (() => void) | undefined
  const ended = new Promise<never>((_, reject) => {
    onAbort = () => reject(aborted(provider, signal))
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work(), ended])
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
  }
}
