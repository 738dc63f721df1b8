// Our next release, made in a copy: what `changeset version` and `pnpm publish` make of one
// changeset for core. The checkout stays as it is.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

const kinds = ['packages', 'apps', 'examples', 'templates/provider']

/** Publishes it; gives the new versions by name. */
export async function releaseCoreMinor({ root, place, run, publish }) {
  mkdirSync(place)
  for (const file of ['package.json', 'pnpm-workspace.yaml'])
    cpSync(join(root, file), join(place, file))
  const folders = [
    ...kinds.flatMap((kind) => readdirSync(join(root, kind)).map((name) => `${kind}/${name}`)),
    'benchmarks',
    'tooling',
  ].filter((folder) => existsSync(join(root, folder, 'package.json')))
  for (const folder of folders) copyPublished(join(root, folder), join(place, folder))
  // What writes changelogs is looked for here; nothing else of the checkout's is within reach.
  mkdirSync(join(place, 'node_modules', '@changesets'), { recursive: true })
  symlinkSync(
    realpathSync(join(root, 'node_modules/@changesets/cli')),
    join(place, 'node_modules/@changesets/cli'),
    'junction',
  )
  mkdirSync(join(place, '.changeset'))
  cpSync(join(root, '.changeset/config.json'), join(place, '.changeset/config.json'))
  writeFileSync(
    join(place, '.changeset/core.md'),
    `---\n'@autobot/core': minor\n---\n\nSomething new in core.\n`,
  )
  writeFileSync(join(place, '.gitignore'), 'node_modules\n')
  await run('git init -q -b main && git add . && git commit -q -m "The release before"', {
    cwd: place,
  })
  const before = versions(place, folders)
  await run(`"${join(root, 'node_modules/.bin/changeset')}" version`, { cwd: place })
  const after = versions(place, folders)
  linkWorkspace(place, folders)
  await publish(place)
  return Object.fromEntries(
    Object.entries(after).filter(([name, version]) => before[name] !== version),
  )
}

function copyPublished(from, to) {
  const left = new Set(['node_modules', 'src', 'test', '.turbo', 'scripts', 'sample'])
  cpSync(from, to, {
    recursive: true,
    filter: (path) => path === from || dirname(path) !== from || !left.has(basename(path)),
  })
}

function manifestOf(place, folder) {
  return JSON.parse(readFileSync(join(place, folder, 'package.json'), 'utf8'))
}

function versions(place, folders) {
  const published = folders
    .map((folder) => manifestOf(place, folder))
    .filter((it) => it.private !== true)
  return Object.fromEntries(published.map(({ name, version }) => [name, version]))
}

/** What an install would link: pnpm reads the versions there that stand for `workspace:`. */
function linkWorkspace(place, folders) {
  const byName = new Map(folders.map((folder) => [manifestOf(place, folder).name, folder]))
  for (const folder of folders) {
    const { dependencies, devDependencies, peerDependencies } = manifestOf(place, folder)
    for (const name of Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })) {
      const target = byName.get(name)
      if (target === undefined) continue
      const link = join(place, folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      rmSync(link, { recursive: true, force: true })
      symlinkSync(join(place, target), link, 'junction')
    }
  }
}
