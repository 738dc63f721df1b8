import type { Provider, ProviderDefinition, ProviderHost } from '../contract/provider.ts'
import type { StandardSchema } from '../contract/standard-schema.ts'
import { ConfigError } from '../errors/config-error.ts'

export interface ProviderInit<Config> extends Omit<ProviderDefinition, 'configSchema' | 'create'> {
  readonly configSchema: StandardSchema<unknown, Config>
  readonly create: (config: Config, host: ProviderHost) => Promise<Provider> | Provider
}

/**
 * A typed definition in, an erased one out: a list of definitions cannot be generic in their
 * configurations, so the block is validated inside `create`.
 */
export function defineProvider<Config>(init: ProviderInit<Config>): ProviderDefinition {
  const { prefix } = init
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(prefix)) {
    throw new ConfigError(`"${prefix}" cannot be a prefix: use a-z, 0-9, "_" and "-".`)
  }
  return Object.freeze({
    ...init,
    async create(config: unknown, host: ProviderHost) {
      const checked = await init.configSchema['~standard'].validate(config ?? {})
      if (checked.issues !== undefined) {
        const { invalidConfig } = await import('./invalid-config.ts')
        const { message, path } = invalidConfig(prefix, checked.issues)
        throw new ConfigError(message, { path })
      }
      return init.create(checked.value, host)
    },
  })
}
