// Writes src/providers.generated.ts from the files in src/providers, so that a new vendor is one
// new file. `--check` only says whether it is up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../src/providers/', import.meta.url)
const target = new URL('../src/providers.generated.ts', import.meta.url)
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
  .toSorted()
const camel = (name) => name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase())
const text = `// Written by scripts/list-providers.mjs from the files in src/providers.
${names.map((name) => `import { ${camel(name)} } from './providers/${name}.ts'`).join('\n')}
import type { VendorSpec } from './vendor/spec.ts'

export const vendorSpecs: readonly VendorSpec[] = [
${names.map((name) => `  ${camel(name)},`).join('\n')}
]
`
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write('src/providers.generated.ts is stale: run scripts/list-providers.mjs\n')
    process.exitCode = 1
  }
} else writeFileSync(target, text)
