import type { Provider, ProviderDefinition, ProviderHost } from '../contract/provider.ts'
import type { StandardSchema, StandardSchemaIssue } from '../contract/standard-schema.ts'
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
        throw invalid(prefix, checked.issues)
      }
      return init.create(checked.value, host)
    },
  })
}

/** All that is wrong at once, each with its field as it is written in a file. */
function invalid(prefix: string, issues: readonly StandardSchemaIssue[]): ConfigError {
  const paths = issues.map(({ path = [] }) => {
    const keys = path.map((step) => snakeCase(String(typeof step === 'object' ? step.key : step)))
    return ['providers', prefix, ...keys].join('.')
  })
  const texts = issues.map(({ message }, index) => `${paths[index]} ${message}`)
  const [path = `providers.${prefix}`] = paths
  return new ConfigError(`${texts.join('; ')}.`, { path })
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
