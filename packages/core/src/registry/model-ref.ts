import { RouteError } from '../errors/route-error.ts'

export interface ModelRef {
  readonly prefix: string
  /** All after the first slash; it may hold more slashes. */
  readonly model: string
}

/** `gateway/vendor/model` → `gateway` and `vendor/model`: only the first slash is ours. */
export function parseModelRef(ref: string, knownPrefixes: readonly string[] = []): ModelRef {
  const slash = ref.indexOf('/')
  if (slash <= 0 || slash === ref.length - 1) throw new RouteError(ref, '', knownPrefixes)
  return { prefix: ref.slice(0, slash), model: ref.slice(slash + 1) }
}
