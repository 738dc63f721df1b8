// pnpm docs:build: the documentation site, from docs/ and the docstrings, into site/dist. `--dev`
// shows it while it is written. Its packages are its own: the workspace does not install them.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')
const pages = join(here, 'pages')
// Where the sources can be read; the workflow knows it. Without it such links are plain text.
const { GITHUB_REPOSITORY: repository = '' } = process.env

install()
preparePages()
const { writeReference } = await import('./write-reference.mjs')
mkdirSync(join(pages, 'reference'))
const entries = await writeReference(root, join(pages, 'reference'))
console.log(`reference: ${entries.length} entries`)

const vitepress = join(here, 'node_modules', 'vitepress', 'bin', 'vitepress.js')
if (process.argv.includes('--dev')) run(process.execPath, [vitepress, 'dev', here])
else {
  run(process.execPath, [vitepress, 'build', here, '--outDir', join(here, 'dist')])
  const { deadLinks } = await import('./check-links.mjs')
  const { pages: count, found } = deadLinks(join(here, 'dist'))
  for (const line of found) console.error(`DEAD   ${line}`)
  console.log(`${count} pages in site/dist, ${found.length} dead links`)
  process.exitCode = found.length === 0 ? 0 : 1
}

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const stamp = join(here, 'node_modules', '.installed')
  const wanted = readFileSync(join(here, 'pnpm-lock.yaml'), 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  run('npx', ['--yes', '--prefer-offline', packageManager, 'install', '--frozen-lockfile'])
  writeFileSync(stamp, wanted)
}

function preparePages() {
  rmSync(pages, { recursive: true, force: true })
  cpSync(join(root, 'docs'), pages, { recursive: true })
  cpSync(join(here, 'index.md'), join(pages, 'index.md'))
  const decisions = readdirSync(join(pages, 'decisions')).toSorted()
  writeFileSync(
    join(pages, 'decisions', 'index.md'),
    `# Decisions\n\nWhy it is so, with measurements.\n\n${decisions.map((name) => `- [${titleOf(join(pages, 'decisions', name))}](${name})`).join('\n')}\n`,
  )
  for (const path of readdirSync(pages, { recursive: true })) {
    if (!path.endsWith('.md')) continue
    const file = join(pages, path)
    const from = posix.dirname(path.replaceAll('\\', '/'))
    writeFileSync(file, withSources(readFileSync(file, 'utf8'), from, path))
  }
}

function titleOf(file) {
  return /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? file
}

/** Links out of docs/ lead to the repository. What they lead to has to be there. */
function withSources(text, from, page) {
  return text.replaceAll(/\[([^\]\n]+)\]\(([^)\s]+)\)/g, (all, label, to) => {
    if (/^([a-z]+:|#|\/)/i.test(to)) return all
    const [path, anchor] = to.split('#')
    const target = posix.join('docs', from, path)
    if (target.startsWith('docs/')) {
      const isFolder = statSync(join(root, target), { throwIfNoEntry: false })?.isDirectory()
      // A file's name says little in a page; its title says more.
      const isName = label === path && path.endsWith('.md')
      if (isName) return `[${titleOf(join(root, target))}](${to})`
      return isFolder === true ? `[${label}](${path.replace(/\/$/, '')}/index.md)` : all
    }
    if (!existsSync(join(root, target))) {
      console.error(`DEAD   docs/${page}: ${to}: the repository has no ${target}; mend the link`)
      process.exit(1)
    }
    if (repository === '') return label
    const place = anchor === undefined ? '' : `#${anchor}`
    return `[${label}](https://github.com/${repository}/blob/main/${target}${place})`
  })
}

function run(command, words) {
  const { status, error } = spawnSync(command, words, {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npx',
  })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}
