import { batched } from '@autobot/core/provider'

export interface Source<T> {
  /** The next items, perhaps none; undefined at the end. */
  fill(): Promise<readonly T[] | undefined>
  /** Called once, however it ends. */
  close(): void
}

/**
 * Hands out what arrived together as one batch: each layer of async generators costs as much for a
 * fragment as reading it from its frame. Leaving closes the source at once, whatever it waits for.
 */
export function handOut<T>(source: Source<T>): AsyncIterableIterator<T> {
  let state: 'open' | 'ended' = 'open'
  const end = (): IteratorReturnResult<undefined> => {
    if (state === 'open') {
      state = 'ended'
      source.close()
    }
    return { done: true, value: undefined }
  }
  let rest: readonly T[] = []
  return batched({
    [Symbol.asyncIterator]: () => ({
      async next(): Promise<IteratorResult<readonly T[], undefined>> {
        if (state === 'ended') return end()
        try {
          if (rest.length === 0) {
            const items = await source.fill()
            if (items === undefined) return end()
            rest = items
          }
          // The first of a long chunk does not wait until the last has passed every layer.
          const value = rest.length > longest ? rest.slice(0, longest) : rest
          rest = rest.length > longest ? rest.slice(longest) : []
          return { done: false, value }
        } catch (error) {
          end()
          throw error
        }
      },
      return: () => Promise.resolve(end()),
    }),
  })
}

const longest = 32
