import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everyCut, rechunk } from '../src/index.ts'

const join = (pieces: readonly Uint8Array[]): number[] => pieces.flatMap((piece) => [...piece])

it('loses no byte, whatever the size of the pieces', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 20 }), (bytes, size) => {
      const pieces = rechunk(bytes, size)
      expect(join(pieces)).toEqual([...bytes])
      expect(pieces.every((piece) => piece.length > 0 && piece.length <= size)).toBe(true)
    }),
  )
})

it('refuses pieces without a byte', () => {
  expect(() => rechunk(new Uint8Array(3), 0)).toThrow(RangeError)
})

it('cuts at each place once', () => {
  const bytes = new TextEncoder().encode('né!')
  const cuts = [...everyCut(bytes)]
  expect(cuts.map(([head]) => head.length)).toEqual([1, 2, 3])
  for (const cut of cuts) expect(join(cut)).toEqual([...bytes])
})
