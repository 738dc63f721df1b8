import type { CachePoint, JsonObject, PreparedRequest } from '@autobot/core/provider'
import type { ChatSpelling } from './types.ts'

/** The marker for a place, where the server knows markers. */
export function markerAt(
  request: PreparedRequest,
  isPlace: (point: CachePoint) => boolean,
  spelling: ChatSpelling,
): { readonly cache_control: JsonObject } | undefined {
  if (spelling.cacheMarkers !== 'cache_control') return undefined
  const point = request.cachePoints?.find(isPlace)
  if (point === undefined) return undefined
  return { cache_control: { type: 'ephemeral', ...(point.ttl && { ttl: point.ttl }) } }
}
