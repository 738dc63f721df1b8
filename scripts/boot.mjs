// npm start / npm test on a machine that has only Node and npm: installs what the lock file says
// when it changed, then runs the task with the project's own Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [task, ...rest] = process.argv.slice(2)
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }

function pnpm(args) {
  const windows = process.platform === 'win32'
  // --prefer-offline: the version is exact, and without a network npx would retry for minutes.
  const run = spawnSync('npx', ['--yes', '--prefer-offline', packageManager, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: windows,
  })
  if (run.error !== undefined) console.error(`npx does not start: ${run.error.message}`)
  return run.status ?? 1
}

const stamp = join(root, 'node_modules', '.boot')
const hash = createHash('sha256')
for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
  hash.update(readFileSync(join(root, file)))
}
const wanted = hash.digest('hex')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  // Nobody may be there to confirm that an outdated node_modules is replaced.
  const status = pnpm(['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'])
  if (status !== 0) process.exit(status)
  writeFileSync(stamp, wanted)
}
process.exit(pnpm(['run', `task:${task}`, ...rest]))
