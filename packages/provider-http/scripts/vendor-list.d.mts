import type { Options } from 'tsup'

export function vendorList(): string
export const vendorListPlugin: NonNullable<Options['esbuildPlugins']>[number]
