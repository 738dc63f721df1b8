// What each public entry weighs, bundled, minified and gzipped without its dependencies: what an
// `import` of it loads at once, and all of it. Over its budget, it fails. Needs a build.
// `--update` writes the budgets anew, a little above what is there.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const file = join(root, 'tooling', 'size-budgets.json')
const room = 1.1
const update = process.argv.includes('--update')
const budgets = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const found = {}
const over = []

for (const { name, entry, paths } of entries()) {
  const sizes = await Promise.all(paths.map((path) => measure(path)))
  // Of a pattern the largest counts, so that one more file behind it needs no budget of its own.
  const first = Math.max(...sizes.map((size) => size.first))
  const all = Math.max(...sizes.map((size) => size.all))
  const key = entry === '.' ? name : `${name}${entry.slice(1)}`
  found[key] = { first: above(first), all: above(all) }
  const budget = budgets[key]
  const problem =
    budget === undefined
      ? 'has no budget'
      : first > budget.first
        ? `loads ${first} bytes at once, ${budget.first} are allowed`
        : all > budget.all
          ? `weighs ${all} bytes, ${budget.all} are allowed`
          : undefined
  if (problem !== undefined) over.push(`${key} ${problem}`)
  console.log(`${key.padEnd(36)} ${kb(first)} at once  ${kb(all)} in all`)
}
for (const key of Object.keys(budgets)) {
  if (found[key] === undefined) over.push(`${key} has a budget, and is no entry`)
}

if (update) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
else if (over.length > 0) {
  for (const line of over) console.error(`OVER   ${line}`)
  console.error('Make it smaller, or say in the review why not: pnpm size --update')
  process.exitCode = 1
}

function entries() {
  return ['packages', 'apps']
    .flatMap((kind) => readdirSync(join(root, kind)).map((name) => join(root, kind, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      if (manifest.private === true) return []
      const exported = Object.entries(manifest.publishConfig?.exports ?? manifest.exports ?? {})
        .map(([entry, to]) => ({ entry, path: to?.default }))
        .filter(({ path }) => path !== undefined)
      // A command has no entry to import: what it runs counts.
      const all = exported.length > 0 ? exported : [{ entry: '.', path: 'dist/main.js' }]
      return all.map(({ entry, path }) => ({
        name: manifest.name,
        entry,
        paths: filesOf(folder, path),
      }))
    })
}

function filesOf(folder, path) {
  if (!path.includes('*')) return [join(folder, path)]
  const ending = path.slice(path.indexOf('*') + 1)
  const place = join(folder, dirname(path))
  const files = readdirSync(place).filter((file) => file.endsWith(ending))
  return files.map((file) => join(place, file))
}

async function measure(path) {
  const { outputFiles, metafile } = await build({
    entryPoints: [path],
    absWorkingDir: root,
    outdir: 'size',
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    external: ['node:*'],
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  const bytes = new Map(
    outputFiles.map((out) => [
      out.path.slice(root.length + 1).replaceAll('\\', '/'),
      gzipSync(out.contents, { level: 9 }).length,
    ]),
  )
  const start = Object.keys(metafile.outputs).find(
    (name) => metafile.outputs[name].entryPoint && !isChunk(metafile, name, path),
  )
  const seen = new Set()
  const walk = (name) => {
    if (seen.has(name)) return
    seen.add(name)
    for (const { path: to, kind, external } of metafile.outputs[name].imports) {
      if (kind === 'import-statement' && external !== true) walk(to)
    }
  }
  walk(start)
  const sum = (names) => [...names].reduce((total, name) => total + (bytes.get(name) ?? 0), 0)
  return { first: sum(seen), all: sum(bytes.keys()) }
}

function isChunk(metafile, name, path) {
  return join(root, metafile.outputs[name].entryPoint) !== path
}

function above(bytes) {
  return Math.ceil((bytes * room) / 100) * 100
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(7)} kB`
}
