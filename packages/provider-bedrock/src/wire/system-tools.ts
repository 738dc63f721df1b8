import type { PreparedRequest } from '@autobot/core/provider'

/** Tools that the service runs itself, by name: `providerOptions.bedrock.systemTools`. */
export function systemTools({ providerOptions }: PreparedRequest): readonly string[] {
  const names = providerOptions?.['bedrock']?.['systemTools']
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
