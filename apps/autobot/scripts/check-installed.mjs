// Packs what the command is made of, installs the archives with plain npm in an empty folder, and
// uses the command there: no checkout, no workspace. Needs a build. Run from anywhere.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const place = mkdtempSync(join(tmpdir(), 'autobot-installed-'))
let failed = 0

function run(command, words, options = {}) {
  const done = spawnSync(command, words, { encoding: 'utf8', ...options })
  if (done.error !== undefined) throw done.error
  return done
}

function expect(what, holds, detail = '') {
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`)
  if (holds) return
  failed += 1
  if (detail !== '') console.log(detail)
}

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const chunk = (delta, reason) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`
  response.end(
    `${chunk({ role: 'assistant', content: 'Good morning.' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`,
  )
})

try {
  // The command, and what of the workspace it needs.
  const pack = ['--filter-prod', 'autobot...', 'pack', '--pack-destination', place]
  const packed = run('npx', ['--yes', '--prefer-offline', packageManager, ...pack], { cwd: root })
  if (packed.status !== 0) throw new Error(packed.stdout + packed.stderr)
  const archives = readdirSync(place).filter((name) => name.endsWith('.tgz'))
  writeFileSync(join(place, 'package.json'), '{"private":true}\n')
  const install = [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    ...archives.map((name) => `./${name}`),
  ]
  const installed = run('npm', install, { cwd: place })
  expect('npm installs the archives', installed.status === 0, installed.stderr)

  const command = join(place, 'node_modules', '.bin', 'autobot')
  const env = {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    HOME: place,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const autobot = (words, cwd = place, more = {}) => {
    const child = run(command, words, {
      cwd,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { ...child, text: child.stdout + child.stderr }
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${server.address().port}/v1`
  const bot = join(place, 'mybot')

  const version = autobot(['--version'])
  expect('--version', /^autobot \d/.test(version.stdout), version.text)
  const made = autobot(['new', 'mybot', '--provider', 'mybox', '--api-base', base, '--model', 'm'])
  expect('new', made.status === 0, made.text)
  const doctor = autobot(['doctor'], bot)
  expect('doctor', doctor.status === 0, doctor.text)
  for (const list of [
    'help agent',
    'providers',
    'plugins',
    'status',
    'sessions list',
    'mcp list',
    'completion bash',
    'setup --provider mybox --api-base http://127.0.0.1:1/v1 --model other',
    `setup --provider mybox --api-base ${base} --model m`,
  ]) {
    const shown = autobot(list.split(' '), bot)
    expect(list, shown.status === 0, shown.text)
  }
  const explain = autobot(['explain', '-m', 'hi', '--json'], bot)
  expect(
    'explain',
    explain.status === 0 && JSON.parse(explain.stdout).tools.length > 0,
    explain.text,
  )
  const amazon = ['explain', '-m', 'hi', '--model', 'bedrock/amazon.nova-pro-v1:0', '--json']
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-secret' }
  const bedrock = autobot(amazon, bot, keys)
  expect('explain for Bedrock', bedrock.stdout.includes('/converse-stream'), bedrock.text)
  // The command is a server that the command can use.
  autobot(['mcp', 'add', 'self', '--', command, 'mcp', 'serve', '-c', './config.yml'], bot)
  const called = autobot(['mcp', 'call', 'mcp_self_list_dir', '{}'], bot)
  expect('mcp call of our own tools', called.stdout.includes('AGENTS.md'), called.text)
  expect('mcp remove', autobot(['mcp', 'remove', 'self'], bot).status === 0)
  const slip = autobot(['agnt'], bot)
  expect('a slip ends with 2', slip.status === 2 && slip.text.includes('agent?'), slip.text)
  const missing = autobot(['agent', '-m', 'hi', '--model', 'openai/gpt-5'], bot)
  expect('a missing key ends with 2', missing.status === 2, missing.text)
  // The server is in this process: it answers only while nothing here waits for a child.
  const { spawn } = await import('node:child_process')
  const answer = await new Promise((resolve) => {
    const child = spawn(command, ['agent', '-m', 'hi', '--json'], {
      cwd: bot,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.on('close', () => resolve(text))
  })
  expect('agent', JSON.parse(answer).text === 'Good morning.', answer)
  const stored = autobot(['sessions', 'list', '--json'], bot)
  expect('the conversation is stored', JSON.parse(stored.stdout).sessions.length === 1, stored.text)
} finally {
  server.close()
  server.closeAllConnections()
  rmSync(place, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
