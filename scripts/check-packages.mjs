// What a user would install: each published package is packed, and the archive is examined.
// Needs a build; asks no server.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager } = readJson(join(root, 'package.json'))
const temporary = mkdtempSync(join(tmpdir(), 'autobot-packages-'))
let failed = 0

try {
  for (const folder of ['packages', 'apps'].flatMap(members)) {
    const { name, private: isPrivate, exports = {} } = readJson(join(root, folder, 'package.json'))
    if (isPrivate === true) continue
    const problems = check(folder, '.' in exports)
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    for (const problem of problems) console.log(`       ${problem.replaceAll('\n', '\n       ')}`)
    if (problems.length > 0) failed += 1
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

function check(folder, hasEntry) {
  if (!existsSync(join(root, folder, 'dist'))) return ['no dist: run `pnpm build` first']
  const place = join(temporary, folder.replace('/', '-'))
  mkdirSync(place)
  const packed = run(
    'npx',
    ['--yes', '--prefer-offline', packageManager, 'pack', '--pack-destination', place],
    join(root, folder),
  )
  const archive = readdirSync(place).find((file) => file.endsWith('.tgz'))
  if (packed.status !== 0 || archive === undefined) return [`pnpm pack: ${packed.output}`]
  const extracted = run('tar', ['-xzf', archive], place)
  if (extracted.status !== 0) return [`tar: ${extracted.output}`]
  const problems = contents(join(place, 'package'))
  const file = join(place, archive)
  const publint = run(bin('publint'), ['run', file, '--strict'], root)
  if (publint.status !== 0) problems.push(`publint: ${publint.output}`)
  if (hasEntry) {
    const attw = run(
      bin('attw'),
      [file, '--profile', 'esm-only', '--no-emoji', '-f', 'ascii'],
      root,
    )
    if (attw.status !== 0) problems.push(`attw: ${attw.output}`)
  }
  return problems
}

function contents(unpacked) {
  const problems = []
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(unpacked.length + 1)
        .replaceAll('\\', '/'),
    )
  const text = readFileSync(join(unpacked, 'package.json'), 'utf8')
  const manifest = JSON.parse(text)
  for (const file of files) {
    // A template is sources and tests, and nothing else of ours is.
    if (!file.startsWith('template/') && /^(src|test)\/|\.test\.|tsconfig|\.map$/.test(file))
      problems.push(`${file} is in the archive`)
  }
  if (text.includes('@autobot/source')) problems.push('package.json leads to sources')
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = manifest
  for (const [name, range] of Object.entries({
    ...dependencies,
    ...peerDependencies,
    ...optionalDependencies,
  })) {
    if (/^(workspace|catalog|file|link):/.test(range))
      problems.push(`${name}: the range is ${range}`)
  }
  const core = peerDependencies['@autobot/core']
  if (core !== undefined && !core.startsWith('>='))
    problems.push(`the peer range of core is ${core}, not wide`)
  if (dependencies['@autobot/core'] !== undefined && manifest.bin === undefined) {
    problems.push('core is a dependency: a package would bring a second copy')
  }
  for (const field of ['description', 'license', 'engines', 'type']) {
    if (manifest[field] === undefined) problems.push(`package.json has no ${field}`)
  }
  const known = new Set([
    manifest.name,
    ...Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }),
  ])
  const unknown = new Set(
    files
      .filter((file) => /\.m?js$/.test(file))
      .flatMap((file) => importedPackages(readFileSync(join(unpacked, file), 'utf8'))),
  )
  for (const name of unknown)
    if (!known.has(name)) problems.push(`imports ${name}, which it does not depend on`)
  return problems
}

/** Names of packages in a built module; the bundler writes one import a line. */
function importedPackages(code) {
  const specifiers = [
    ...code.matchAll(/^(?:import|export)\s(?:[^'"\n]*\sfrom\s)?["']([^"'\n]+)["']/gm),
    ...code.matchAll(/^}\s*from\s*["']([^"'\n]+)["']/gm),
    ...code.matchAll(/\bimport\(["']([^"'\n]+)["']\)/g),
  ].map(([, specifier]) => specifier)
  return specifiers
    .filter((specifier) => !/^(\.|node:)/.test(specifier) && !builtinModules.includes(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
}

function members(folder) {
  return readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path, 'package.json')))
}

function bin(name) {
  return join(root, 'node_modules', '.bin', name)
}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    shell: process.platform === 'win32',
  })
  return { status, output: error === undefined ? `${stdout}${stderr}`.trim() : error.message }
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
