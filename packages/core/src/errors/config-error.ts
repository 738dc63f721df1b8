import { brand, isBranded } from './brand.ts'

/** The configuration, or code that composes an agent, is wrong. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
  readonly code = 'config' as const
  /** The field: `providers.acme.api_key`. */
  readonly path: string | undefined
  /** What to write or type. */
  readonly hint: string | undefined

  constructor(
    message: string,
    init: { readonly path?: string; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    brand(this, 'ConfigError')
    this.path = init.path
    this.hint = init.hint
  }

  static is(value: unknown): value is ConfigError {
    return isBranded(value, 'ConfigError')
  }
}
