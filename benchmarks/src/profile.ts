import { Session } from 'node:inspector/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { question, wireNames, type WireName } from './answers/script.ts'
import type { Contender } from './contenders/contender.ts'
import { cleanEnvironment, startServer } from './run/process.ts'
import { historyOf, toolsOf } from './setups.ts'

/** Where the time of one wire goes: functions by their own share, and the files that they are in. */
const { values } = parseArgs({
  options: {
    wire: { type: 'string', default: 'chat' },
    contender: { type: 'string', default: 'ours' },
    answer: { type: 'string', default: 'text-20' },
    tools: { type: 'string', default: '0' },
    history: { type: 'string', default: '0' },
    times: { type: 'string', default: '2000' },
    top: { type: 'string', default: '30' },
  },
})
const wire = values.wire as WireName
if (!wireNames.includes(wire)) throw new Error(`${wire} is none of ${wireNames.join(', ')}`)
for (const name of Object.keys(process.env))
  if (!(name in cleanEnvironment)) delete process.env[name]

const server = await startServer()
const file = fileURLToPath(new URL(`./contenders/${values.contender}.ts`, import.meta.url))
const { contender } = (await import(pathToFileURL(file).href)) as { readonly contender: Contender }
const client = await contender.open(wire, {
  baseUrl: `http://127.0.0.1:${server.port}/bench-${wire}`,
  history: values.history === '0' ? [] : historyOf(Number(values.history)),
  tools: toolsOf(Number(values.tools)),
})
const times = Number(values.times)
const run = async (count: number): Promise<void> => {
  const asked = question(values.answer)
  for (let index = 0; index < count; index += 1) {
    if (values.answer.startsWith('loop')) await client.loop?.(asked)
    else if (values.answer.startsWith('args')) await client.args?.(asked)
    else await client.ask(asked, () => undefined)
  }
}
await run(Math.ceil(times / 4))

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 200 })
await session.post('Profiler.start')
const before = process.cpuUsage()
await run(times)
const used = process.cpuUsage(before)
const { profile } = await session.post('Profiler.stop')
server.stop()

const self = new Map<string, number>()
const places = new Map<string, number>()
const byId = new Map(profile.nodes.map((node) => [node.id, node]))
let whole = 0
for (const [index, id] of (profile.samples ?? []).entries()) {
  const node = byId.get(id)
  if (node === undefined) continue
  const { functionName, url, lineNumber } = node.callFrame
  const took = profile.timeDeltas?.[index] ?? 0
  if (functionName === '(idle)') continue
  whole += took
  const place = url.replace(/^.*\/(packages|benchmarks|node_modules)\//, '$1/') || '(engine)'
  const name = `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`
  self.set(name, (self.get(name) ?? 0) + took)
  places.set(place, (places.get(place) ?? 0) + took)
}
const list = (map: ReadonlyMap<string, number>): void => {
  const sorted = [...map].sort(([, a], [, b]) => b - a).slice(0, Number(values.top))
  for (const [name, took] of sorted) {
    console.log(
      `${((took / whole) * 100).toFixed(1).padStart(5)} %  ${(took / times).toFixed(1).padStart(8)} µs  ${name}`,
    )
  }
}
console.log(`${((used.user + used.system) / 1000 / times).toFixed(3)} ms CPU a time\n\nfunctions`)
list(self)
console.log('\nfiles')
list(places)
