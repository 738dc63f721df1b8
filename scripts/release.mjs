// The two steps of a release, as the workflow calls them: `version` turns changesets into versions
// and changelogs, `publish` sends what has a new version. Published with pnpm alone, which leaves
// the source condition out of the export maps (docs/decisions/007).
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [step] = process.argv.slice(2)

switch (step) {
  case 'version':
    pnpm('exec', 'changeset', 'version')
    // The lock file names versions of the workspace nowhere, but what a template asks for it does.
    pnpm('install', '--no-frozen-lockfile', '--prefer-offline')
    break
  case 'publish':
    pnpm('run', 'build')
    pnpm('run', 'check:packages')
    nameRepository(process.env.GITHUB_REPOSITORY)
    pnpm('publish', '-r', '--no-git-checks')
    // Prints the tags that it makes: the workflow turns them into releases.
    pnpm('exec', 'changeset', 'git-tag')
    break
  default:
    console.error('node scripts/release.mjs version|publish')
    process.exit(2)
}

/** Provenance is refused for a package that does not name the repository it was built in. */
function nameRepository(repository) {
  if (repository === undefined || repository === '') return
  for (const kind of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, kind))) {
      const file = join(root, kind, name, 'package.json')
      if (!existsSync(file)) continue
      const manifest = JSON.parse(readFileSync(file, 'utf8'))
      const url = `git+https://github.com/${repository}.git`
      manifest.repository = { type: 'git', url, directory: `${kind}/${name}` }
      writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
    }
  }
}

function pnpm(...words) {
  const { status, error } = spawnSync(
    'npx',
    ['--yes', '--prefer-offline', packageManager, ...words],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  )
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}
