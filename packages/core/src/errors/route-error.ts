import { brand, isBranded } from './brand.ts'

/** The prefix of a model names no provider. */
export class RouteError extends Error {
  override readonly name: string = 'RouteError'
  readonly code = 'config' as const
  readonly model: string
  /** In alphabetical order. */
  readonly knownPrefixes: readonly string[]
  readonly nearest: string | undefined

  constructor(model: string, prefix: string, knownPrefixes: readonly string[], nearest?: string) {
    super(
      prefix === ''
        ? `The model "${model}" has no prefix. Write PREFIX/MODEL; known prefixes: ${list(knownPrefixes)}.`
        : `No provider has the prefix "${prefix}" (model "${model}").${nearest === undefined ? '' : ` Did you mean "${nearest}"?`} Known prefixes: ${list(knownPrefixes)}.`,
    )
    brand(this, 'RouteError')
    this.model = model
    this.knownPrefixes = knownPrefixes
    this.nearest = nearest
  }

  static is(value: unknown): value is RouteError {
    return isBranded(value, 'RouteError')
  }
}

function list(prefixes: readonly string[]): string {
  return prefixes.length === 0 ? 'none' : prefixes.join(', ')
}
