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
  let source: AsyncIterator<readonly T[]> | undefined
  let batch: readonly T[] = []
  let at = 0
  let pulling: Promise<unknown> | undefined
  let ended = false
  const end = (): IteratorReturnResult<void> => {
    ended = true
    batch = []
    return { done: true, value: undefined }
  }

  const pull = async (): Promise<IteratorResult<T, void>> => {
    try {
      source ??= batches[Symbol.asyncIterator]()
      for (;;) {
        const next = await source.next()
        if (next.done === true || ended) return end()
        batch = next.value
        at = 1
        if (batch.length > 0) return { done: false, value: batch[0] as T }
      }
    } catch (error) {
      end()
      throw error
    } finally {
      pulling = undefined
    }
  }
  const step = (): Promise<IteratorResult<T, void>> => {
    if (ended) return Promise.resolve(end())
    // Calls that do not wait for each other are answered in their order.
    if (pulling !== undefined) return pulling.then(step, step)
    if (at < batch.length && signal?.aborted !== true) {
      return Promise.resolve({ done: false, value: batch[at++] as T })
    }
    const result = pull()
    if (!ended) pulling = result
    return result
  }
  const leave = async (): Promise<IteratorReturnResult<void>> => {
    const opened = ended ? undefined : source
    const left = end()
    await opened?.return?.()
    return left
  }

  const items: AsyncGenerator<T, void, undefined> & { [key]: AsyncIterable<readonly T[]> } = {
    [key]: batches,
    next: step,
    return: leave,
    async throw(error) {
      await leave()
      throw error
    },
    [Symbol.asyncIterator]: () => items,
    async [Symbol.asyncDispose]() {
      await leave()
    },
  }
  return items
}

/** The batches of what `batched` made; anything else comes in batches of one. */
export function batchesOf<T>(items: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  return (items as { readonly [key]?: AsyncIterable<readonly T[]> })[key] ?? single(items)
}

async function* single<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  for await (const item of items) yield [item]
}
