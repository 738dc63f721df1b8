/** The bytes of an answer, pulled. */
export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  /** Closes the connection, unless the body is over. */
  cancel(): void
  /** Nothing more is wanted, and the end is near: the connection is kept if it comes soon. */
  release(): void
}

/** Where a response that was not made of web streams keeps its reader; found across copies of core. */
export const readerKey = Symbol.for('@autobot/core.reader')

const drainMs = 1000
const drainReads = 16

/**
 * Reads the body of what `host.fetch` gave. On Node this costs a part of what a web stream does;
 * for any other `Response` it is a reader of its `body`. Once for each response.
 */
export function bodyReader(response: Response): BodyReader {
  const own = (response as { [readerKey]?(): BodyReader })[readerKey]?.()
  if (own !== undefined) return own
  const reader = response.body?.getReader()
  if (reader === undefined) {
    const over = { done: true } as const
    return { read: () => Promise.resolve(over), cancel: () => undefined, release: () => undefined }
  }
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  return {
    read: () => reader.read(),
    cancel,
    release: () => void drain(reader, cancel),
  }
}

/** A connection can be used again once its body is over; one that goes on is ended. */
async function drain(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  cancel: () => void,
): Promise<void> {
  const timer = setTimeout(cancel, drainMs)
  // Where there is such a thing: nobody's process waits for this.
  if (typeof timer === 'object') timer.unref()
  try {
    for (let at = 0; at < drainReads; at += 1) if ((await reader.read()).done) return
    cancel()
  } catch {
    // The answer was complete before the connection broke.
  } finally {
    clearTimeout(timer)
  }
}
