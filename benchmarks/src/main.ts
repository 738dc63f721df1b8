import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { wireNames, type WireName } from './answers/script.ts'
import { cacheFigures } from './figures/cache.ts'
import { growthFigures } from './figures/growth.ts'
import { installPackages, packageFigures } from './figures/packages.ts'
import { streamFigures } from './figures/streams.ts'
import type { Row } from './report/row.ts'
import { table } from './report/table.ts'
import { verdict } from './report/verdict.ts'
import { preparePeers } from './run/peers.ts'
import { startServer } from './run/process.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    wire: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
  },
})
const size = values.quick ? 'quick' : 'full'
const parts = values.only ?? ['streams', 'packages', 'growth', 'cache']
const wires = values.wire as readonly WireName[] | undefined
for (const wire of wires ?? []) {
  if (!wireNames.includes(wire)) throw new Error(`${wire} is none of ${wireNames.join(', ')}`)
}
const began = performance.now()
const say = (text: string): void => {
  const seconds = Math.round((performance.now() - began) / 1000)
  process.stderr.write(`${String(seconds).padStart(4)} s  ${text}\n`)
}

// They double the time of a quick run, and most that changes here is no matter of theirs.
const peers = await preparePeers(size === 'full' || values.peers ? 'install' : 'without')
const server = await startServer()
const { port } = server
const rows: Row[] = []
try {
  if (parts.includes('streams')) {
    rows.push(
      ...(await streamFigures({ port, peers, size, say, ...(wires !== undefined && { wires }) })),
    )
  }
  // Memory is nobody's time: it is measured while npm installs.
  const [installations, growth] = await Promise.all([
    parts.includes('packages') ? installPackages(say) : undefined,
    parts.includes('growth') ? growthFigures({ port, size: values.long ? 'long' : size, say }) : [],
  ])
  if (installations !== undefined) {
    try {
      rows.push(...(await packageFigures(installations, { port, peers, size, say })))
    } finally {
      installations.remove()
    }
  }
  rows.push(...growth)
  // Alone: it looks at every request that comes.
  if (parts.includes('cache')) rows.push(...(await cacheFigures({ port, say })))
} finally {
  server.stop()
}

console.log(table(rows))
const file = resolve(
  values.json ?? fileURLToPath(new URL('../results/latest.json', import.meta.url)),
)
mkdirSync(dirname(file), { recursive: true })
const about = {
  size,
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model,
  seconds: Math.round((performance.now() - began) / 1000),
}
writeFileSync(file, `${JSON.stringify({ about, rows }, undefined, 2)}\n`)
say('done')

// Only what is three times its target or worse is an alarm: less may be the machine.
const alarms = rows.filter((row) => verdict(row) === 'alarm')
for (const { figure, wire } of alarms) console.error(`missed by far: ${figure}, ${wire}`)
process.exit(alarms.length === 0 ? 0 : 1)
