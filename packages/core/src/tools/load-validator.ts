type Validator = typeof import('./validate-json-schema.ts')

let loading: Promise<Validator> | undefined

/** Loaded with the first call of a tool, or the first answer of a given shape: others do not pay. */
export function loadValidator(): Promise<Validator> {
  return (loading ??= import('./validate-json-schema.ts'))
}
