// The list of vendors as the build needs it: an import for each file in src/providers, in place
// of src/vendor-specs.ts, which walks the folder.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('../src/', import.meta.url)

/** The text of the module. */
export function vendorList() {
  const files = readdirSync(new URL('providers/', source))
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
  const imports = files.map((file, at) => `import * as v${at} from './providers/${file}'`)
  const values = files.map((_file, at) => `...Object.values(v${at})`)
  return `${imports.join('\n')}\nexport const vendorSpecs = [${values.join(', ')}]\n`
}

/** For the build (tsup, esbuild). */
export const vendorListPlugin = {
  name: 'vendor-list',
  setup(build) {
    build.onLoad({ filter: /[\\/]vendor-specs\.ts$/ }, () => ({
      contents: vendorList(),
      loader: 'js',
      resolveDir: fileURLToPath(source),
    }))
  },
}
