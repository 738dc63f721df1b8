// A public surface changes only together with a changeset: what the pins of this branch say, against
// those of the branch that releases are made from. In a clone that does not have it (a shallow one
// of another branch), or not the commit that both come from, the branch's own state is the measure.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { surfaceChangesets } from '../tooling/checks/surface-changesets.ts'
import { root } from '../tooling/checks/tree.ts'

const { baseBranch } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8'))
const base = findBase()
if (base === undefined) {
  console.log(
    `No branch ${baseBranch} here and no commit before this one: nothing to compare with.`,
  )
} else {
  const changed = (folder) =>
    git('diff', '--name-only', '--diff-filter=ACMR', base, '--', folder)
      .concat('\n', git('ls-files', '--others', '--exclude-standard', '--', folder))
      .split('\n')
      .filter((path) => path !== '')
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  const pins = changed('tooling/checks/surface').filter(({ path }) => path.endsWith('.json'))
  const changesets = changed('.changeset').filter(
    ({ path }) => path.endsWith('.md') && !path.endsWith('README.md'),
  )
  const found = surfaceChangesets({ pins, changesets })
  for (const line of found) console.error(line)
  console.log(
    `${pins.length} surfaces differ from ${base.slice(0, 12)}, ${changesets.length} changesets are new: ${found.length === 0 ? 'ok' : 'FAILED'}`,
  )
  process.exitCode = found.length === 0 ? 0 : 1
}

/** The commit to compare with; undefined where there is none. */
function findBase() {
  const head = commit('HEAD')
  for (const name of [`origin/${baseBranch}`, baseBranch]) {
    const tip = commit(name)
    if (tip === undefined) continue
    // On the branch itself, what the last commit brought.
    if (tip === head) return commit('HEAD^1')
    return commit(tryGit('merge-base', tip, 'HEAD') ?? tip)
  }
  return commit('HEAD^1')
}

function commit(name) {
  return tryGit('rev-parse', '--verify', '--quiet', `${name}^{commit}`)
}

function tryGit(...words) {
  const run = spawnSync('git', words, { cwd: root, encoding: 'utf8' })
  const text = (run.stdout ?? '').trim()
  return run.status === 0 && text !== '' ? text : undefined
}

function git(...words) {
  const run = spawnSync('git', words, { cwd: root, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`git ${words.join(' ')}: ${run.stderr}`)
  return run.stdout
}
