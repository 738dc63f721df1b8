import { ConfigError } from '../errors/config-error.ts'
import { RouteError } from '../errors/route-error.ts'

export interface ModelRef {
  readonly prefix: string
  /** All after the first slash; it may hold more slashes. */
  readonly model: string
}

/** `gateway/vendor/model` → `gateway` and `vendor/model`: only the first slash is ours. */
export function parseModelRef(ref: string, knownPrefixes: readonly string[] = []): ModelRef {
  const slash = ref.indexOf('/')
  if (slash <= 0) throw new RouteError(ref, '', knownPrefixes)
  if (slash === ref.length - 1) {
    const known = knownPrefixes.length === 0 ? 'none' : knownPrefixes.join(', ')
    throw new ConfigError(
      `"${ref}" names no model after the slash. Write PREFIX/MODEL; known prefixes: ${known}.`,
    )
  }
  return { prefix: ref.slice(0, slash), model: ref.slice(slash + 1) }
}
