// Runs the published conformance suite against the bridge. Exit code 0 when every set passes.
//   node scripts/conformance.mjs [client|server] [--scenario NAME]
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('..', import.meta.url))
const suite = join(
  dirname(require.resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js',
)
const node = `"${process.execPath}" --conditions=@autobot/source --no-warnings`
const program = (name) => `${node} "${join(root, 'test/conformance', name)}"`
const only = process.argv.includes('--scenario')
  ? ['--scenario', process.argv[process.argv.indexOf('--scenario') + 1]]
  : undefined
const output = mkdtempSync(join(tmpdir(), 'mcp-conformance-'))

// The suite starts all scenarios of a set at once; their clients run four at a time.
const places = 4
const turnstile = await openTurnstile()
const client = ['client', '--command', program('client.ts'), '-o', output, '--timeout', '300000']
const sets = {
  client: (only
    ? [only]
    : [
        ['--requirements', '2025-11-25'],
        ['--requirements', '2026-07-28'],
        ['--suite', 'all'],
      ]
  ).map((set) => [...client, ...set]),
  server: (only
    ? [only]
    : [
        ['--requirements', '2025-11-25'],
        ['--requirements', '2026-07-28'],
      ]
  ).map((set) => ['server', '-o', output, ...set]),
}

const app = spawn(
  process.execPath,
  ['--conditions=@autobot/source', '--no-warnings', join(root, 'test/conformance/server.ts')],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const url = await new Promise((resolve, reject) => {
  app.stdout.once('data', (data) => resolve(String(data).trim()))
  app.once('exit', () => reject(new Error('the fixture app did not start')))
})

let failed = 0
for (const side of ['client', 'server'].filter(
  (name) => sets[name] && (process.argv[2] ?? name) === name,
)) {
  for (const args of sets[side]) {
    const began = Date.now()
    const { code, text } = await run(side === 'server' ? [...args, '--url', url] : args)
    const name = args.slice(-2).join(' ').replace(/^/, `${side} `)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    if (code !== 0 || only) process.stdout.write(text)
    else process.stdout.write(`${summary(text)}\n`)
    process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'} ${name} (${seconds} s)\n`)
    if (code !== 0) failed++
  }
}
app.kill()
turnstile.close()
rmSync(output, { recursive: true, force: true })
process.exit(failed === 0 ? 0 : 1)

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', suite, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NO_COLOR: '1',
        NODE_COMPILE_CACHE: join(output, 'cache'),
        MCP_CONFORMANCE_TURNSTILE: String(turnstile.address().port),
      },
    })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.on('data', (chunk) => (text += chunk))
    child.on('close', (code) => resolve({ code, text }))
  })
}

/** Lets a client through when one before it has ended. */
function openTurnstile() {
  let free = places
  const waiting = []
  const server = createServer((socket) => {
    let isIn = false
    const enter = () => {
      isIn = true
      socket.write('go')
    }
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (!isIn) return void waiting.splice(waiting.indexOf(enter), 1)
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    })
    if (free === 0) return void waiting.push(enter)
    free--
    enter()
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** The lines that count. */
function summary(text) {
  const lines = text.split('\n').filter((line) => /total|scored|passed/i.test(line))
  return lines.slice(-4).join('\n')
}
