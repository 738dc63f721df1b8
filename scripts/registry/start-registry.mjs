// A registry of npm packages on this machine: our packages live in it alone, all others come
// through it from the registry that npm is configured for.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')

/** @param {string} place an empty folder for its storage and settings */
export async function startRegistry(place) {
  install()
  mkdirSync(place, { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const config = join(place, 'config.json')
  writeFileSync(config, JSON.stringify(settings(place, upstream()), null, 2))
  const require = createRequire(join(here, 'package.json'))
  const manifest = require.resolve('verdaccio/package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const command = join(dirname(manifest), typeof bin === 'string' ? bin : bin.verdaccio)
  const child = spawn(
    process.execPath,
    [command, '--config', config, '--listen', `127.0.0.1:${port}`],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: place },
  )
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (log = (log + text).slice(-20_000)))
  }
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('close', resolve))
  }
  try {
    await answering(url, child)
    const npmrc = join(place, 'npmrc')
    writeFileSync(
      npmrc,
      [
        `registry=${url}`,
        `//127.0.0.1:${port}/:_authToken=${await signUp(url)}`,
        'audit=false',
        'fund=false',
        'update-notifier=false',
        '',
      ].join('\n'),
    )
    return { url, npmrc, stop, log: () => log }
  } catch (error) {
    await stop()
    throw new Error(`verdaccio: ${error.message}\n${log}`, { cause: error })
  }
}

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const words = ['--yes', '--prefer-offline', packageManager, 'install', '--frozen-lockfile']
  const stamp = join(here, 'node_modules', '.installed')
  const wanted = readFileSync(join(here, 'pnpm-lock.yaml'), 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const run = spawnSync('npx', words, {
    cwd: here,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (run.status !== 0) throw new Error(`pnpm install: ${run.stdout}${run.stderr}`)
  writeFileSync(stamp, wanted)
}

function upstream() {
  const run = spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return run.stdout.trim()
}

function settings(place, from) {
  const own = { access: '$all', publish: '$authenticated' }
  return {
    storage: join(place, 'storage'),
    auth: { htpasswd: { file: join(place, 'htpasswd') } },
    uplinks: { upstream: { url: from, timeout: '60s', maxage: '1h', max_fails: 20 } },
    packages: {
      '@autobot/*': own,
      autobot: own,
      'create-autobot-provider': own,
      'autobot-provider-*': own,
      '**': { access: '$all', proxy: 'upstream' },
    },
    // Signed tokens: the other kind holds the password, and each request would hash it anew.
    security: { api: { legacy: false, jwt: { sign: { expiresIn: '1d' } } } },
    max_body_size: '50mb',
    server: { keepAliveTimeout: 60 },
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  }
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answering(url, child) {
  for (let left = 600; left > 0; left -= 1) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`)
    const response = await fetch(`${url}-/ping`).catch(() => undefined)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('does not answer')
}

async function signUp(url) {
  const response = await fetch(`${url}-/user/org.couchdb.user:publisher`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'publisher', password: 'on-this-machine-only', type: 'user' }),
  })
  const { token, error } = await response.json()
  if (token === undefined) throw new Error(`no token: ${error}`)
  return token
}
