/** Where an iterable keeps its batches; also found across two copies of this package. */
const key = Symbol.for('@autobot/core.batches')

/**
 * What arrived together travels together: each layer that an answer passes costs several turns of
 * the microtask queue, and pays them for a batch instead of for each fragment. With some hundred
 * fragments in a chunk of the network, that was more than half of the CPU time of an answer.
 *
 * The result is read one by one as any other, or as batches with `batchesOf`. When `signal` is
 * aborted, what is left of a batch is dropped, as if it had not arrived.
 */
export function batched<T>(
  batches: AsyncIterable<readonly T[]>,
  signal?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const reader: Reader<T> = Object.assign(Object.create(methods) as Methods<T>, {
    [key]: batches,
    signal,
    source: undefined,
    batch: [],
    at: 0,
    pulling: undefined,
    ended: false,
  })
  return reader as unknown as AsyncGenerator<T, void, undefined>
}

type Methods<T> = AsyncGenerator<T, void, undefined>

interface State<T> {
  readonly [key]: AsyncIterable<readonly T[]>
  readonly signal: AbortSignal | undefined
  source: AsyncIterator<readonly T[]> | undefined
  batch: readonly T[]
  at: number
  pulling: Promise<unknown> | undefined
  ended: boolean
}

type Reader<T> = State<T> & Methods<T>

// Shared, and not made anew for each: an answer passes four of these layers, and thousands of
// answers may be open at once.
const methods = {
  next(this: State<unknown>) {
    return step(this)
  },
  return(this: State<unknown>) {
    return leave(this)
  },
  async throw(this: State<unknown>, error: unknown) {
    await leave(this)
    throw error
  },
  [Symbol.asyncIterator]() {
    return this
  },
  async [Symbol.asyncDispose](this: State<unknown>) {
    await leave(this)
  },
}

function step<T>(reader: State<T>): Promise<IteratorResult<T, void>> {
  if (reader.ended) return Promise.resolve(end(reader))
  // Calls that do not wait for each other are answered in their order.
  if (reader.pulling !== undefined) {
    const again = (): Promise<IteratorResult<T, void>> => step(reader)
    return reader.pulling.then(again, again)
  }
  if (reader.at < reader.batch.length && reader.signal?.aborted !== true) {
    return Promise.resolve({ done: false, value: reader.batch[reader.at++] as T })
  }
  const result = pull(reader)
  if (!reader.ended) reader.pulling = result
  return result
}

async function pull<T>(reader: State<T>): Promise<IteratorResult<T, void>> {
  try {
    const source = (reader.source ??= reader[key][Symbol.asyncIterator]())
    for (;;) {
      const next = await source.next()
      if (next.done === true || reader.ended) return end(reader)
      reader.batch = next.value
      reader.at = 1
      if (reader.batch.length > 0) return { done: false, value: reader.batch[0] as T }
    }
  } catch (error) {
    end(reader)
    throw error
  } finally {
    reader.pulling = undefined
  }
}

function end<T>(reader: State<T>): IteratorReturnResult<void> {
  reader.ended = true
  reader.batch = []
  return { done: true, value: undefined }
}

async function leave<T>(reader: State<T>): Promise<IteratorReturnResult<void>> {
  const opened = reader.ended ? undefined : reader.source
  const left = end(reader)
  await opened?.return?.()
  return left
}

/** The batches of what `batched` made; anything else comes in batches of one. */
export function batchesOf<T>(items: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  return (items as { readonly [key]?: AsyncIterable<readonly T[]> })[key] ?? single(items)
}

async function* single<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  for await (const item of items) yield [item]
}
