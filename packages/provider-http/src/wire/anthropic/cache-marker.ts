import type { CachePoint, JsonObject, PreparedRequest } from '@autobot/core/provider'

/** The marker for a place, to be spread into the block. */
export function markerAt(
  request: PreparedRequest,
  isPlace: (point: CachePoint) => boolean,
): { readonly cache_control: JsonObject } | undefined {
  const point = request.cachePoints?.find(isPlace)
  if (point === undefined) return undefined
  return {
    cache_control: { type: 'ephemeral', ...(point.ttl !== undefined && { ttl: point.ttl }) },
  }
}
