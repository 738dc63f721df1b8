// pnpm prove:publishing: a stranger's provider, from nothing to an update, over a registry on this
// machine, with what we would publish. Needs a build. Prints what it took, and fails where the
// promise is broken: none of our files changes, only what was published is updated, one core.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startOpenAiChatSimulator } from '../../packages/testkit/src/index.ts'
import { releaseCoreMinor } from './next-release.mjs'
import { commandRunner } from './run-command.mjs'
import { startRegistry } from './start-registry.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const place = mkdtempSync(join(tmpdir(), 'autobot-publishing-'))
const keep = process.argv.includes('--keep')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const began = performance.now()
const rows = []
let stage = ''
let failed = 0

for (const kind of ['packages', 'apps']) {
  for (const name of readdirSync(join(root, kind))) {
    if (
      existsSync(join(root, kind, name, 'package.json')) &&
      !existsSync(join(root, kind, name, 'dist'))
    ) {
      console.error(`${kind}/${name} has no dist: run \`pnpm build\` first`)
      process.exit(1)
    }
  }
}

const before = ourFiles()
const registry = await startRegistry(join(place, 'registry'))
const simulator = await startOpenAiChatSimulator({ keys: ['a-key'] })
const run = commandRunner({
  home: join(place, 'home'),
  npmrc: registry.npmrc,
  cache: archives(join(place, 'cache')),
})

try {
  stage = 'we publish'
  await command(
    `npx --yes --prefer-offline ${packageManager} publish -r --no-git-checks --registry ${registry.url}`,
    root,
  )

  stage = 'a stranger publishes'
  const home = join(place, 'stranger')
  mkdirSync(home)
  await command('npm create --yes autobot-provider acme', home)
  const acme = join(home, 'autobot-provider-acme')
  await command('npm install', acme)
  const tested = await command('npm test', acme)
  console.log(lastLines(tested.out, /Tests|passed|skipped/))
  edit(
    join(acme, 'src/index.ts'),
    "baseUrl: 'https://api.acme.example/v1'",
    `baseUrl: '${simulator.url}'`,
  )
  simulator.answer(
    { content: [{ type: 'text', text: 'Hello to you, dear friend.' }] },
    { content: [weather('Paris')] },
    { content: [{ type: 'text', text: 'It is sunny in Paris.' }] },
    { content: [weather('Paris'), weather('Rome')] },
    { content: [{ type: 'text', text: 'It is sunny in both.' }] },
  )
  await command('rm -r test/fixtures && npm run record', acme, { ACME_API_KEY: 'a-key' })
  expect(
    'what was recorded holds no key',
    !/a-key/.test((await run('cat test/fixtures/*', { cwd: acme })).out),
  )
  const recorded = await command('npm test', acme)
  console.log(lastLines(recorded.out, /Tests|passed|skipped/))
  // The other flavour, with what is installed already.
  stage = 'another one has a wire of its own'
  await command('npm create --yes autobot-provider smoke -- --wire own', home)
  const smoke = join(home, 'autobot-provider-smoke')
  symlinkSync(join(acme, 'node_modules'), join(smoke, 'node_modules'), 'junction')
  console.log(lastLines((await command('npm test', smoke)).out, /Tests|passed|skipped/))
  await command('npm run build', smoke)
  stage = 'a stranger publishes'
  await command('git init -q -b main && git add . && git commit -q -m "Acme"', acme)
  await command('npm run version', acme)
  await command('npm run release', acme)
  expect(
    'published under its own name, at its own version',
    (await shown('autobot-provider-acme')) === '0.1.0',
  )

  stage = 'somebody uses it'
  const bot = join(place, 'bot')
  mkdirSync(bot)
  writeFileSync(join(bot, 'log-of-the-lamp.txt'), 'Lit at dusk.\n')
  await command(
    'npm install autobot autobot-provider-acme @modelcontextprotocol/server-filesystem',
    bot,
  )
  write(
    join(bot, 'config.yml'),
    `agents: { defaults: { model: "acme/some-model" } }
plugins: ["autobot-provider-acme"]
mcp: { servers: { files: { command: "npx", args: ["mcp-server-filesystem", "."] } } }
`,
  )
  await asks(bot, 'the MCP tool is called through the prefix')
  const providers = await command('npx autobot providers', bot, { ACME_API_KEY: 'a-key' })
  expect('autobot providers lists it', /acme/.test(providers.out), providers.all)
  await oneCore(bot, '0.1.0')

  stage = 'the stranger publishes again'
  edit(join(acme, 'src/index.ts'), "displayName: 'Acme'", "displayName: 'Acme Cloud'")
  write(
    join(acme, '.changeset/name.md'),
    `---\n'autobot-provider-acme': minor\n---\n\nAcme is called Acme Cloud.\n`,
  )
  await command('npm run version', acme)
  await command('npm run release', acme)
  const first = installed(bot)
  await command('npm install autobot-provider-acme@latest', bot)
  expect(
    'only that one is updated',
    same(changes(first, installed(bot)), { 'autobot-provider-acme': '0.1.0 → 0.2.0' }),
    JSON.stringify(changes(first, installed(bot))),
  )
  await asks(bot, 'the new one answers')

  stage = 'core gets a minor'
  const released = await timed('changeset version, pnpm publish (in a copy)', () =>
    releaseCoreMinor({
      root,
      place: join(place, 'next'),
      run,
      publish: (cwd) =>
        run(
          `npx --yes --prefer-offline ${packageManager} publish -r --no-git-checks --registry ${registry.url}`,
          { cwd },
        ),
    }),
  )
  console.log(
    `       released: ${Object.entries(released)
      .map((it) => it.join('@'))
      .join(', ')}`,
  )
  expect(
    'core and what depends on it are released, and no provider',
    released['@autobot/core'] !== undefined &&
      !Object.keys(released).some((name) => name.includes('provider-')),
    JSON.stringify(released),
  )
  const second = installed(bot)
  await command('npm update', bot)
  const moved = changes(second, installed(bot))
  expect(
    "the stranger's package stays",
    moved['autobot-provider-acme'] === undefined,
    JSON.stringify(moved),
  )
  await oneCore(bot, released['@autobot/core'])
  await asks(bot, 'it works with the new core')
  expect(
    'the service refused nothing but the wrong key of the recording',
    simulator.refusals.length === 1,
    simulator.refusals.join('\n'),
  )
  expect('none of our files changed', ourFiles() === before, ourFiles())
} catch (error) {
  failed += 1
  console.log(`FAILED ${stage}: ${error.message}`)
} finally {
  await simulator.close()
  await registry.stop()
  if (!keep) rmSync(place, { recursive: true, force: true })
}

printTable()
process.exitCode = failed === 0 ? 0 : 1

/**
 * npm's cache: archives that were fetched before, by their bytes, but no programs that an earlier
 * `npm create` has installed under the same name and version.
 */
function archives(folder) {
  const { stdout } = spawnSync('npm', ['config', 'get', 'cache'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const kept = join(stdout.trim(), '_cacache')
  mkdirSync(folder)
  if (existsSync(kept)) symlinkSync(kept, join(folder, '_cacache'), 'junction')
  return folder
}

/** One command that somebody types. */
async function command(line, cwd, env = {}) {
  return timed(
    line
      .replace(`npx --yes --prefer-offline ${packageManager}`, 'pnpm')
      .replace(` --registry ${registry.url}`, ''),
    () => run(line, { cwd, env }),
  )
}

async function timed(what, work) {
  const from = performance.now()
  const result = await work()
  rows.push({ stage, what, lines: 0, commands: 1, seconds: (performance.now() - from) / 1000 })
  console.log(`ok     ${stage}: ${what}`)
  return result
}

/** A file that somebody writes by hand. */
function write(file, text) {
  writeFileSync(file, text)
  rows.push({
    stage,
    what: `(writes ${file.slice(place.length + 1)})`,
    lines: text.trim().split('\n').length,
    commands: 0,
    seconds: 0,
  })
}

/** A line that somebody changes by hand. */
function edit(file, from, to) {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(file, text.replace(from, to))
  rows.push({
    stage,
    what: `(changes ${file.slice(place.length + 1)})`,
    lines: 1,
    commands: 0,
    seconds: 0,
  })
}

function expect(what, holds, detail = '') {
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${stage}: ${what}`)
  if (holds) return
  failed += 1
  if (detail !== '') console.log(`       ${detail}`)
}

/** A question whose answer needs the tool: the service asks for it, and reads its result. */
async function asks(bot, what) {
  const from = simulator.requests.length
  simulator.answer(
    { content: [{ type: 'tool_call', name: 'mcp_files_list_directory', input: { path: '.' } }] },
    { content: [{ type: 'text', text: 'There is a log.' }] },
  )
  const { out } = await command('npx autobot agent -m "What is in this folder?" --json', bot, {
    ACME_API_KEY: 'a-key',
  })
  const sent = simulator.requests.slice(from)
  const result = JSON.parse(out)
  const told = JSON.stringify(sent[1]?.body.messages ?? [])
  expect(
    what,
    result.text === 'There is a log.' &&
      sent.length === 2 &&
      sent[0].model === 'some-model' &&
      told.includes('log-of-the-lamp.txt'),
    out,
  )
}

async function oneCore(bot, version) {
  const { out } = await run('npm ls @autobot/core --all --json', { cwd: bot })
  const found = new Set()
  const walk = ({ dependencies = {} }) => {
    for (const [name, it] of Object.entries(dependencies)) {
      if (name === '@autobot/core') found.add(it.version)
      walk(it)
    }
  }
  walk(JSON.parse(out))
  const copies = Object.keys(lockOf(bot)).filter((path) =>
    path.endsWith('node_modules/@autobot/core'),
  )
  expect('one core, no conflict of peers', copies.length === 1 && same([...found], [version]), out)
}

async function shown(name) {
  return (await run(`npm view ${name} version`, { cwd: place })).out.trim()
}

function lockOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
}

function installed(folder) {
  return Object.fromEntries(
    Object.entries(lockOf(folder))
      .filter(([path]) => path !== '')
      .map(([path, { version }]) => [path.replace(/^node_modules\//, ''), version]),
  )
}

function changes(from, to) {
  const names = new Set([...Object.keys(from), ...Object.keys(to)])
  return Object.fromEntries(
    [...names]
      .filter((name) => from[name] !== to[name])
      .map((name) => [name, `${from[name]} → ${to[name]}`]),
  )
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b)
}

function weather(town) {
  return { type: 'tool_call', name: 'weather', input: { town } }
}

/** What git sees of the checkout, with the bytes of what is not committed. */
function ourFiles() {
  try {
    const git = (words) =>
      execFileSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
    return git(['status', '--porcelain']) + git(['diff', 'HEAD'])
  } catch {
    return ''
  }
}

function lastLines(text, pattern) {
  return text
    .split('\n')
    .filter((line) => pattern.test(line))
    .slice(-3)
    .map((line) => `       ${line.trim()}`)
    .join('\n')
}

function printTable() {
  const stages = [...new Set(rows.map((row) => row.stage))]
  console.log('\nstage                              commands  lines written  seconds')
  console.log('─────────────────────────────────  ────────  ─────────────  ───────')
  for (const name of stages) {
    const of = rows.filter((row) => row.stage === name)
    const sum = (key) => of.reduce((total, row) => total + row[key], 0)
    console.log(
      `${name.padEnd(33)}  ${String(sum('commands')).padStart(8)}  ${String(sum('lines')).padStart(13)}  ${sum('seconds').toFixed(1).padStart(7)}`,
    )
  }
  console.log(`\nFiles of ours that the stranger changed: ${ourFiles() === before ? 0 : 'some'}`)
  console.log(
    `${((performance.now() - began) / 1000).toFixed(0)} s in all; ${failed === 0 ? 'all of it held' : `${failed} failed`}`,
  )
}
