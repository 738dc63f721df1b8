import type { PreparedRequest } from '@autobot/core/provider'

export interface EncodedMetadata {
  readonly metadata?: Readonly<Record<string, string>>
  /** Keys of what the service would refuse. */
  readonly dropped: readonly string[]
}

const legal = /^[a-zA-Z0-9\s:_@$#=/+,.-]{1,256}$/
const most = 16

/** The service takes 16 labels of few letters: one that is not legal must not fail the call. */
export function encodeMetadata({ metadata, user }: PreparedRequest): EncodedMetadata {
  const asked = Object.entries({ ...(user !== undefined && { user }), ...metadata })
  const kept = asked.filter(([key, value]) => legal.test(key) && legal.test(value)).slice(0, most)
  const dropped = asked.map(([key]) => key).filter((key) => !kept.some(([one]) => one === key))
  return { dropped, ...(kept.length > 0 && { metadata: Object.fromEntries(kept) }) }
}
