/** The same bytes in pieces of `size`, the last one shorter: what a network may do to a stream. */
export function rechunk(bytes: Uint8Array, size: number): Uint8Array[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`A piece has at least 1 byte, not ${size}.`)
  }
  const pieces: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += size) {
    pieces.push(bytes.subarray(start, start + size))
  }
  return pieces
}

/** The same bytes in two pieces, once for each place between two bytes. */
export function* everyCut(bytes: Uint8Array): Generator<readonly [Uint8Array, Uint8Array]> {
  for (let cut = 1; cut < bytes.length; cut += 1) {
    yield [bytes.subarray(0, cut), bytes.subarray(cut)]
  }
}
