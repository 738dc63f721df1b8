const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** A stable hash in digits of base 36 or 62. Not cryptographic: it only has to spread. */
export function hashText(text: string, length: number, base: 36 | 62): string {
  let out = ''
  for (let round = 0; out.length < length; round += 1) {
    let bits = hash64(text, round)
    // 64 bits hold ten digits of base 62; more are taken from another seed.
    for (let digit = 0; digit < 10 && out.length < length; digit += 1) {
      out += digits[Number(bits % BigInt(base))]
      bits /= BigInt(base)
    }
  }
  return out
}

/** Two lanes of 32 bits with different multipliers, mixed at the end. */
function hash64(text: string, seed: number): bigint {
  let low = 0xdeadbeef ^ seed
  let high = 0x41c6ce57 ^ seed
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 2654435761)
    high = Math.imul(high ^ unit, 1597334677)
  }
  low = mix(low, high)
  high = mix(high, low)
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

function mix(a: number, b: number): number {
  const first = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  return Math.imul(first ^ (first >>> 15), 2246822519) ^ (first >>> 13)
}
