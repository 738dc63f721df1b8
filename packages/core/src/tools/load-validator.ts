import { once } from '../lazy/once.ts'

/** Loaded with the first call of a tool, or the first answer of a given shape: others do not pay. */
export const loadValidator: () => Promise<typeof import('./validate-json-schema.ts')> = once(
  () => import('./validate-json-schema.ts'),
)
