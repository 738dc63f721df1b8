import type { SimulatedPart } from '../simulators/http/answer.ts'
import type { WireAnswer, WireDamage, WirePlace } from './wire.ts'

export interface Piece {
  readonly bytes: Uint8Array
  readonly end?: true
}

/** What is sent of the pieces; what happens then is the server's part of the damage. */
export function piecesUntil(
  pieces: readonly Piece[],
  answer: WireAnswer,
  fault?: (message: string) => Uint8Array,
): readonly Uint8Array[] {
  const { damage, content = [] } = answer
  const bytes = pieces.map((piece) => piece.bytes)
  const [first] = bytes
  // A body in one piece is cut in its middle, wherever the damage should begin.
  if (first !== undefined && bytes.length === 1 && damage !== undefined && cutsWhole(damage)) {
    return [first.subarray(0, Math.ceil(first.length / 2))]
  }
  if (damage === undefined) return bytes
  switch (damage.kind) {
    case 'no_end':
      return pieces.filter(({ end }) => end !== true).map((piece) => piece.bytes)
    case 'corrupt': {
      const at = countUntil(bytes, 'text', content) - 1
      return bytes.map((piece, index) =>
        index === at ? piece.subarray(0, Math.ceil(piece.length / 2)) : piece,
      )
    }
    case 'error':
      return [
        ...bytes.slice(0, countUntil(bytes, damage.after, content)),
        fault?.(damage.message) ?? new Uint8Array(),
      ]
    default:
      return bytes.slice(0, countUntil(bytes, damage.after, content))
  }
}

function cutsWhole(damage: WireDamage): boolean {
  if (damage.kind === 'no_end' || damage.kind === 'corrupt') return true
  return damage.kind !== 'error' && damage.after !== 'nothing'
}

/** How many pieces there are up to the place, the one that holds it included. */
export function countUntil(
  pieces: readonly Uint8Array[],
  place: WirePlace,
  content: readonly SimulatedPart[],
): number {
  if (place === 'nothing') return 0
  const mark = markOf(place, content)
  if (mark === undefined) return pieces.length
  const at = pieces.findIndex((piece) => new TextDecoder().decode(piece).includes(mark))
  return at === -1 ? pieces.length : at + 1
}

/** Something of the first text or call that stands in one piece however the answer is split. */
function markOf(place: WirePlace, content: readonly SimulatedPart[]): string | undefined {
  if (place === 'call') return content.find((part) => part.type === 'tool_call')?.name
  return content.find((part) => part.type === 'text')?.text.slice(0, 4)
}
