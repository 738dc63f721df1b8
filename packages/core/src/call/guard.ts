import { ProviderError } from '../errors/provider-error.ts'
import type { Timeouts } from './timeouts.ts'

export interface GuardOptions<T> {
  readonly provider: string
  readonly signal: AbortSignal
  readonly timeouts: Timeouts
  /** Whether an item is of the answer itself, or only says that it begins. Default: of the answer. */
  readonly isContent?: (item: T) => boolean
}

/**
 * Stands between a provider and everyone else: ends its stream at once when the caller aborts or
 * a timeout passes, whether or not the provider listens. `open` receives a signal that is aborted
 * then, and also when the consumer leaves the loop, so that connections are closed.
 */
export function guard<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  options: GuardOptions<T>,
): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => guarded(open, options) }
}

function guarded<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  { provider, signal, timeouts, isContent }: GuardOptions<T>,
): AsyncIterator<T> {
  const connectMs = limit(timeouts.connectMs, 0)
  const firstTokenMs = limit(timeouts.firstTokenMs, 300_000)
  const idleMs = limit(timeouts.idleMs, 120_000)
  const totalMs = limit(timeouts.totalMs, 0)
  const controller = new AbortController()
  let failure: ProviderError | undefined
  let rejectPending: ((reason: ProviderError) => void) | undefined
  let done = false
  // One timer for all fragments: a fragment only sets a flag, since a timer for each would cost
  // more than decoding it. A silence is therefore noticed after one to two half periods more.
  let touched = false
  let started = false
  let watching = false
  let idleTimer: ReturnType<typeof setTimeout> | undefined
  let totalTimer: ReturnType<typeof setTimeout> | undefined
  let connectTimer: ReturnType<typeof setTimeout> | undefined

  const fail = (error: ProviderError): void => {
    if (done) return
    failure = error
    controller.abort(error)
    rejectPending?.(error)
  }
  const onAbort = (): void =>
    fail(
      new ProviderError('The call was aborted.', {
        code: 'aborted',
        provider,
        cause: signal.reason,
      }),
    )
  const watchIdle = (quiet: number): void => {
    idleTimer = setTimeout(() => {
      if (touched) {
        touched = false
        watchIdle(0)
      } else if (quiet === 0) watchIdle(1)
      else fail(timeout(provider, 'no data', idleMs))
    }, idleMs / 2)
  }
  const finish = (): void => {
    if (done) return
    done = true
    clearTimeout(idleTimer)
    clearTimeout(totalTimer)
    clearTimeout(connectTimer)
    signal.removeEventListener('abort', onAbort)
  }

  let inner: AsyncIterator<T> | undefined
  const begin = (): AsyncIterator<T> => {
    signal.addEventListener('abort', onAbort, { once: true })
    if (firstTokenMs > 0) {
      idleTimer = setTimeout(() => fail(timeout(provider, 'no answer', firstTokenMs)), firstTokenMs)
    }
    if (connectMs > 0) {
      connectTimer = setTimeout(
        () => fail(timeout(provider, 'no connection', connectMs)),
        connectMs,
      )
    }
    if (totalMs > 0)
      totalTimer = setTimeout(() => fail(timeout(provider, 'no end', totalMs)), totalMs)
    return open(controller.signal)[Symbol.asyncIterator]()
  }
  const leave = (reason: unknown): void => {
    finish()
    if (!controller.signal.aborted) controller.abort(reason)
    // Not awaited: a provider that hangs in its clean-up must not hold the caller.
    void Promise.resolve(inner?.return?.()).catch(() => undefined)
  }

  return {
    next() {
      if (done) return Promise.resolve({ done: true, value: undefined })
      if (signal.aborted) onAbort()
      return new Promise<IteratorResult<T>>((resolve, reject) => {
        const refuse = (error: unknown): void => {
          rejectPending = undefined
          leave(error)
          reject(failure ?? error)
        }
        if (failure !== undefined) {
          refuse(failure)
          return
        }
        rejectPending = refuse
        let step: Promise<IteratorResult<T>>
        try {
          inner ??= begin()
          step = inner.next()
        } catch (error) {
          refuse(error)
          return
        }
        step.then((result) => {
          if (failure !== undefined || done) return
          rejectPending = undefined
          if (result.done === true) finish()
          else {
            touched = true
            if (!started) {
              clearTimeout(connectTimer)
              started = isContent?.(result.value) ?? true
            }
            if (started && !watching) {
              watching = true
              clearTimeout(idleTimer)
              if (idleMs > 0) watchIdle(0)
            }
          }
          resolve(result)
        }, refuse)
      })
    },
    return(value?: unknown) {
      leave(new ProviderError('The answer is no longer wanted.', { code: 'aborted', provider }))
      return Promise.resolve({ done: true, value: value as never })
    },
  }
}

function timeout(provider: string, what: string, ms: number): ProviderError {
  return new ProviderError(`${provider}: ${what} within ${ms / 1000} s.`, {
    code: 'timeout',
    provider,
    hint: 'Try again, or raise the timeout.',
  })
}

/** A timer that is set to more than this fires at once: such a limit is none. */
function limit(ms: number | undefined, standard: number): number {
  const wanted = ms ?? standard
  return wanted > 2 ** 31 - 1 ? 0 : wanted
}
