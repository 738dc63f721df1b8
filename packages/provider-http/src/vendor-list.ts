import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cardOf, type VendorCard } from './vendor-card.ts'
import type { Vendor } from './vendor.ts'

export interface ListedVendor extends VendorCard {
  load(): Promise<Vendor>
}

const folder = new URL('./providers/', import.meta.url)
const load = createRequire(import.meta.url)

/**
 * The vendors in src/providers: the folder is the list, so that a new vendor is one new file. The
 * build writes this module anew, so that a file is loaded when somebody asks for its vendor
 * (scripts/vendor-list.mjs).
 */
export const vendorList: readonly ListedVendor[] = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .toSorted()
  .flatMap((file) => Object.values(load(`./providers/${file}`) as Record<string, Vendor>))
  .map((vendor) => ({ ...cardOf(vendor.spec), load: async () => vendor }))
