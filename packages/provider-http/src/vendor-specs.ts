import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { VendorSpec } from './vendor/spec.ts'

const folder = new URL('./providers/', import.meta.url)
const load = createRequire(import.meta.url)

/**
 * The tables in src/providers: the folder is the list, so that a new vendor is one new file. The
 * build writes this module anew, with an import for each file (scripts/vendor-list.mjs).
 */
export const vendorSpecs: readonly VendorSpec[] = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .toSorted()
  .flatMap((file) => Object.values(load(`./providers/${file}`) as Record<string, VendorSpec>))
