// Puts templates/provider into this package, as it is published: without what an install or a
// build left in it, and with versions where the workspace has names for them. Another folder may be
// named, for tests.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const root = join(home, '..', '..')
const target = resolve(process.argv[2] ?? join(home, 'template'))
const left = /[\\/](node_modules|dist|vitest\.config\.ts)$/

rmSync(target, { recursive: true, force: true })
cpSync(join(root, 'templates', 'provider'), target, {
  recursive: true,
  filter: (from) => !left.test(from) && from !== join(root, 'templates', 'provider', 'README.md'),
})

const catalog = Object.fromEntries(
  [
    ...readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(
      /^ {2}'?([^':]+)'?: (\S+)$/gm,
    ),
  ].map(([, name, version]) => [name, version]),
)
for (const part of ['shared', 'openai-chat', 'own']) {
  const file = join(target, part, 'package.json')
  const text = readFileSync(file, 'utf8').replaceAll(
    /"([^"]+)": "catalog:"/g,
    (_, name) => `"${name}": "${catalog[name] ?? fail(name)}"`,
  )
  // Under its own name a tool might take it for the manifest of what it lies in.
  writeFileSync(join(target, part, '_package.json'), text)
  rmSync(file)
}

// A new provider cannot have a prefix that is taken.
const vendors = readdirSync(join(root, 'packages', 'provider-http', 'src', 'providers'))
const taken = ['bedrock', ...vendors.map((name) => name.replace(/\.ts$/, ''))].toSorted()
writeFileSync(join(target, 'taken.json'), `${JSON.stringify(taken)}\n`)

function fail(name) {
  throw new Error(`pnpm-workspace.yaml has no version of ${name}`)
}
