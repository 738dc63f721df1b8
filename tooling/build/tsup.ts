import { defineConfig, type Options } from 'tsup'

export interface PackageBuild {
  /** Packages that go into the build. */
  readonly bundled?: readonly string[]
  /** Modules that get a file of their own without being entries of the package. */
  readonly apart?: Readonly<Record<string, string>>
}

/** The one build of a package: ESM and declarations of its entries, for Node 22.13. */
export function definePackage(
  entries: Readonly<Record<string, string>>,
  { bundled = [], apart = {} }: PackageBuild = {},
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: { ...entries, ...apart },
    format: ['esm'],
    target: 'node22',
    platform: 'neutral',
    external: [/^node:/],
    noExternal: [...bundled],
    dts: { entry: { ...entries } },
    splitting: true,
    clean: true,
    treeshake: false,
    sourcemap: false,
    plugins: Object.keys(apart).length > 0 ? [noBareImports] : [],
  })
}

type Plugin = NonNullable<Options['plugins']>[number]

/**
 * esbuild lets an entry import every file that it may reach, for side effects. A package with parts
 * apart has none, and a bundler that splits would load at once what `import()` alone should reach.
 */
const noBareImports: Plugin = {
  name: 'no-bare-imports',
  renderChunk: (code) => ({ code: code.replaceAll(/^import "\.\/chunk-[^"]+";\n/gm, '') }),
}
