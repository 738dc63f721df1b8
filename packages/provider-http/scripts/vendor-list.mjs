// The list of vendors as the build needs it: what is said of each when it is registered, and an
// import() of its file in src/providers, in place of src/vendor-list.ts, which walks the folder.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = new URL('../src/', import.meta.url)

/** The names of the vendors' files, without their endings. */
export const vendorFiles = readdirSync(new URL('providers/', source))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
  .toSorted()

/** The text of the module. */
export async function vendorListText() {
  const cards = await readCards()
  const entries = cards.map(({ file, name, ...card }) => {
    const load = `async () => (await import('./providers/${file}.ts')).${name}`
    return `{ ...${JSON.stringify(card)}, load: ${load} }`
  })
  return `export const vendorList = [\n  ${entries.join(',\n  ')}\n]\n`
}

/** Asked of the files themselves, which are TypeScript, and may need what is not built yet. */
async function readCards() {
  const imports = vendorFiles.map((file, at) => `import * as v${at} from './providers/${file}.ts'`)
  const files = vendorFiles.map((file, at) => `[${JSON.stringify(file)}, v${at}]`)
  const contents = `${imports.join('\n')}
import { cardOf } from './vendor-card.ts'
export default [${files.join(', ')}].flatMap(([file, exported]) =>
  Object.entries(exported).map(([name, { spec }]) => ({ ...cardOf(spec), file, name })))`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(source), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['@autobot/source'],
  })
  const text = Buffer.from(outputFiles[0].contents).toString('base64')
  return (await import(`data:text/javascript;base64,${text}`)).default
}

/** For the build (tsup, esbuild). */
export const vendorListPlugin = {
  name: 'vendor-list',
  setup(build) {
    build.onLoad({ filter: /[\\/]vendor-list\.ts$/ }, async () => ({
      contents: await vendorListText(),
      loader: 'js',
      resolveDir: fileURLToPath(source),
    }))
  },
}
