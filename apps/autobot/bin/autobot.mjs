#!/usr/bin/env node
// Runs on any Node that knows modules, so that an old one gets a sentence and not a stack trace.
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import * as nodeModule from 'module'
import { dirname, join } from 'path'
import { fileURLToPath, pathToFileURL } from 'url'

const needed = [22, 13]
const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, '..', 'src', 'main.ts')
const built = join(here, '..', 'dist', 'main.js')

const [major, minor] = process.versions.node.split('.').map(Number)
const isNew = major > needed[0] || (major === needed[0] && minor >= needed[1])

if (existsSync(source)) runSource()
else if (isNew) start(built)
else tooOld()

// In a checkout the command is its source: a stale build is never run.
function runSource() {
  const stripsTypes =
    process.features.typescript === 'strip' || process.features.typescript === 'transform'
  if (isNew && stripsTypes && typeof nodeModule.registerHooks === 'function') {
    nodeModule.registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, { ...context, conditions: ['@autobot/source', ...context.conditions] }),
    })
    start(source)
    return
  }
  const node = checkoutNode(here)
  if (node === undefined || process.env.AUTOBOT_BIN_NODE === node) tooOld()
  else again(node)
}

function start(file) {
  if (typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache()
  import(pathToFileURL(file).href)
    .then(({ main }) => main(process.argv.slice(2)))
    .catch((error) => {
      process.stderr.write(`autobot: ${error && error.stack ? error.stack : error}\n`)
      process.exit(1)
    })
}

function checkoutNode(from) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', 'node', 'bin', name)
    if (existsSync(file)) return file
    if (dirname(folder) === folder) return undefined
  }
}

function again(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Keeps a broken installation from starting itself for ever.
    env: { ...process.env, AUTOBOT_BIN_NODE: node },
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const forward = (signal) => child.kill(signal)
  signals.forEach((signal) => process.on(signal, forward))
  child.on('error', (error) => {
    process.stderr.write(`autobot: ${node} does not start: ${error.message}\n`)
    process.exit(2)
  })
  child.on('exit', (status, signal) => {
    signals.forEach((name) => process.removeListener(name, forward))
    if (signal) process.kill(process.pid, signal)
    else process.exit(status === null ? 1 : status)
  })
}

function tooOld() {
  process.stderr.write(
    `autobot needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org and run the same command again.\n',
  )
  process.exit(2)
}
