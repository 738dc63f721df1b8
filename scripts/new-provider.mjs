// pnpm new:provider acme [--wire openai-chat|own]: a provider as a package of this workspace, from
// the template that `npm create autobot-provider` copies for everybody else.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { providerNames } from '../packages/create-autobot-provider/src/provider-names.ts'
import {
  fillTemplate,
  flavours,
  readTemplate,
} from '../packages/create-autobot-provider/src/template.ts'
import { writePackage } from '../packages/create-autobot-provider/src/write-package.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const temporary = mkdtempSync(join(tmpdir(), 'autobot-template-'))

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { wire: { type: 'string', default: 'openai-chat' } },
  })
  if (positionals.length !== 1 || !flavours.includes(values.wire)) {
    throw new Error(`pnpm new:provider NAME [--wire ${flavours.join('|')}]`)
  }
  const copy = join(root, 'packages/create-autobot-provider/scripts/copy-template.mjs')
  run(process.execPath, [copy, temporary])
  const taken = JSON.parse(readFileSync(join(temporary, 'taken.json'), 'utf8'))
  const given = providerNames(positionals[0], new Set(taken))
  const { prefix } = given
  const names = { ...given, packageName: `@autobot/provider-${prefix}` }
  const folder = join(root, 'packages', `provider-${prefix}`)
  const changeset = join(root, '.changeset', `provider-${prefix}.md`)
  if (existsSync(changeset)) throw new Error(`.changeset/provider-${prefix}.md is there already.`)

  const files = new Map(fillTemplate(readTemplate(temporary, values.wire), names))
  const first = files.get('.changeset/first-release.md')
  for (const path of files.keys()) {
    // The workspace has these once, for all packages.
    if (/^\.(changeset|github)\/|^\.gitignore$|^tsconfig/.test(path)) files.delete(path)
  }
  files.set('package.json', manifest(files.get('package.json')))
  files.set(
    'tsup.config.ts',
    `import { definePackage } from '../../tooling/build/tsup.ts'

export default definePackage({ index: 'src/index.ts' })
`,
  )
  files.set(
    'vitest.config.ts',
    `import { preset } from '../../tooling/vitest/preset.ts'

export default preset()
`,
  )
  writePackage(folder, files)
  writeFileSync(changeset, first, { flag: 'wx' })

  pnpm('install', '--no-frozen-lockfile', '--prefer-offline')
  pnpm('exec', 'oxfmt', folder)
  pnpm('run', 'surface')
  console.log(`
${names.packageName} is in packages/provider-${prefix}, with .changeset/provider-${prefix}.md.

Next:
  pnpm vitest run --project ${names.packageName}
  packages/provider-${prefix}/src/index.ts
  pnpm build && pnpm size --update
  pnpm check`)
} catch (error) {
  console.error(`new:provider: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

/** The manifest as this workspace writes them: sources in a checkout, builds when published. */
function manifest(text) {
  const { peerDependencies, ...fields } = JSON.parse(text)
  const entry = { types: './dist/index.d.ts', default: './dist/index.js' }
  const own = { './package.json': './package.json' }
  const linked = Object.keys(peerDependencies).map((name) => [name, 'workspace:*'])
  const made = {
    ...fields,
    exports: { '.': { '@autobot/source': './src/index.ts', ...entry }, ...own },
    publishConfig: { access: 'public', exports: { '.': entry, ...own } },
    scripts: { build: 'tsup' },
    peerDependencies: Object.fromEntries(
      Object.entries(peerDependencies).map(([name, range]) => [name, `workspace:${range}`]),
    ),
    devDependencies: {
      ...Object.fromEntries(linked),
      '@autobot/testkit': 'workspace:*',
      tsup: 'catalog:',
      vitest: 'catalog:',
    },
  }
  return `${JSON.stringify(made, null, 2)}\n`
}

function pnpm(...words) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  run('npx', ['--yes', '--prefer-offline', packageManager, ...words])
}

function run(command, words) {
  const { status, error } = spawnSync(command, words, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}.`)
}
