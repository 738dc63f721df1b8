// Thirty servers at once: how long until the first tool can be used, and until all can?
//   node --conditions=@autobot/source scripts/fleet.mjs
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { mcpSource } from '../src/index.ts'

const require = createRequire(import.meta.url)
const program = (name) => {
  const manifest = require.resolve(`@modelcontextprotocol/server-${name}/package.json`)
  return join(dirname(manifest), 'dist/index.js')
}
const kinds = [
  ['everything', []],
  ['filesystem', [tmpdir()]],
  ['memory', []],
  ['sequential-thinking', []],
  ['gitlab', []],
]
const servers = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => {
    const [name, args] = kinds[index % kinds.length]
    const env = { GITLAB_PERSONAL_ACCESS_TOKEN: 'none' }
    return [
      `s${index}`,
      { command: process.execPath, args: [program(name)].concat(args), env, pins: 'off' },
    ]
  }),
)
const host = {
  fetch,
  secret: (name) => process.env[name],
  log: () => undefined,
  now: () => Date.now(),
  random: () => 0,
}

async function measure(startConcurrency) {
  const began = performance.now()
  const source = mcpSource({ servers, startConcurrency, search: 'never' }, () => host)
  source.start()
  const startMs = performance.now() - began
  let first
  while (first === undefined) {
    if (source.status().some(({ state }) => state === 'ready')) first = performance.now() - began
    else await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const tools = await source.tools({})
  const all = performance.now() - began
  const stopping = performance.now()
  await source.stop()
  const failed = source.status().filter(({ problem }) => problem !== undefined).length
  return { startMs, first, all, stop: performance.now() - stopping, tools: tools.length, failed }
}

const round = (value) => `${(value / 1000).toFixed(2)} s`
for (const at of process.argv[2] ? [Number(process.argv[2])] : [1, 2, 4, 8, 30]) {
  const { startMs, first, all, stop, tools, failed } = await measure(at)
  console.log(
    `${String(at).padStart(2)} at a time: start() ${startMs.toFixed(0)} ms, first ${round(first)}, all ${round(all)} (${tools} tools, ${failed} failed), stop ${round(stop)}`,
  )
}
