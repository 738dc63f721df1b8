import type { Provider, ProviderHost } from '@autobot/core/provider'
import { open } from './drain.ts'

/** A fetch that answers with these bytes, in pieces that end at the given places. */
export function bytesFetch(bytes: Uint8Array, cuts: readonly number[]): ProviderHost['fetch'] {
  return async () => {
    const edges = [0, ...cuts, bytes.length]
    let at = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        at += 1
        if (at >= edges.length) controller.close()
        else controller.enqueue(bytes.subarray(edges[at - 1], edges[at]))
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
}

/** Each place at which a stream can be cut, and one cut at all of them. */
export function allCuts(length: number): readonly (readonly number[])[] {
  const places = Array.from({ length: length - 1 }, (_, at) => at + 1)
  return [[], places, ...places.map((place) => [place])]
}

/** Providers are opened once for all cuts: opening one costs more than an answer. */
export function cutProviders(): (
  prefix: string,
  bytes: Uint8Array,
  cuts: readonly number[],
) => Promise<Provider> {
  const opened = new Map<string, Promise<Provider>>()
  let now: ProviderHost['fetch'] = bytesFetch(new Uint8Array(), [])
  return (prefix, bytes, cuts) => {
    now = bytesFetch(bytes, cuts)
    const fetch: ProviderHost['fetch'] = (input, init) => now(input, init)
    const provider = opened.get(prefix) ?? open(prefix, { apiKey: 'k' }, { fetch })
    opened.set(prefix, provider)
    return provider
  }
}
