import type { Options } from 'tsup'

export const vendorFiles: readonly string[]
export function vendorListText(): Promise<string>
export const vendorListPlugin: NonNullable<Options['esbuildPlugins']>[number]
