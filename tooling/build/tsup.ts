import { defineConfig } from 'tsup'

/** The one build of a package: ESM and declarations of its entries, for Node 22.13. */
export function definePackage(
  entries: Readonly<Record<string, string>>,
  bundled: readonly string[] = [],
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: { ...entries },
    format: ['esm'],
    target: 'node22',
    platform: 'neutral',
    external: [/^node:/],
    noExternal: [...bundled],
    dts: true,
    splitting: true,
    clean: true,
    treeshake: false,
    sourcemap: false,
  })
}
