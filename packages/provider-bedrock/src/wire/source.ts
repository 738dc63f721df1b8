import type { JsonObject, SourceDelta } from '@autobot/core/provider'
import type { WireCitation } from './types.ts'

/** Where a passage comes from; what the neutral part has no field for stays beside it. */
export function source({
  title,
  source: name,
  location,
  sourceContent,
}: WireCitation): SourceDelta {
  const web = location?.['web'] as JsonObject | undefined
  const url = web?.['url']
  const shown = title ?? name
  const citation = {
    ...(location !== undefined && { location }),
    ...(sourceContent !== undefined && { sourceContent }),
  }
  return {
    type: 'source',
    ...(typeof url === 'string' && { url }),
    ...(shown !== undefined && { title: shown }),
    ...(Object.keys(citation).length > 0 && { providerMetadata: { bedrock: citation } }),
  }
}
