import { ProviderError } from '@autobot/core/provider'

/** The reason of an abort: a silence that was too long says so itself. */
export function abortError({ reason }: AbortSignal): ProviderError {
  if (ProviderError.is(reason)) return reason
  return new ProviderError('The call was aborted.', {
    code: 'aborted',
    provider: 'bedrock',
    cause: reason,
  })
}

/** For what cannot be stopped: it goes on alone when the caller leaves. */
export async function untilAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined)
    throw abortError(signal)
  }
  let stop = (): void => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(abortError(signal))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
