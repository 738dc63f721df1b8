import { wireNames, type WireName } from '../answers/script.ts'
import { contendersOf } from '../contenders/list.ts'
import { confirmed } from '../report/confirmed.ts'
import { median, type Row } from '../report/row.ts'
import { startWorker, type Worker } from '../run/process.ts'
import type { PeerFolder } from '../run/peers.ts'
import type { Measured } from '../worker.ts'
import { measurements, type Measurement, type OrderName } from './stream-orders.ts'
import { streamLines, type Found } from './stream-lines.ts'

export interface StreamOptions {
  readonly port: number
  readonly peers: PeerFolder
  readonly size: 'full' | 'quick'
  readonly wires?: readonly WireName[]
  readonly say: (text: string) => void
}

type Results = ReadonlyMap<string, readonly Measured[]>

const budgetMs = { full: 2500, quick: 400 }
const leastRounds = 3

/** More than this for one run of the 100 KB, and the 400 KB are not asked for. */
const patienceMs = 2000

/** All that is measured in processes that live: each wire, its contenders in turn, round by round. */
export async function streamFigures(options: StreamOptions): Promise<readonly Row[]> {
  const names = (Object.keys(measurements) as OrderName[]).filter(
    (name) => options.size === 'full' || measurements[name].quick !== undefined,
  )
  const rows: Row[] = []
  for (const wire of options.wires ?? wireNames) {
    const lines = streamLines(wire).filter(({ orders }) =>
      orders.every((order) => names.includes(order)),
    )
    const found = await measureWire(wire, names, options)
    const settled = await confirmed(
      lines.map((line) => line.row(found)),
      async ({ figure }) => {
        options.say(`${wire}: once more, ${figure}`)
        const line = lines.find((each) => each.figure === figure)
        return line?.row(await measureWire(wire, line.orders, options))
      },
    )
    rows.push(...settled)
  }
  return rows
}

async function measureWire(
  wire: WireName,
  orders: readonly OrderName[],
  { port, peers, size, say }: StreamOptions,
): Promise<Found> {
  const names = contendersOf(wire, peers.folder === undefined ? 'without' : 'with_apart')
  const workers = await Promise.all(
    names.map((name) => startWorker(name, peers.address(name), wire, port)),
  )
  const found = new Map<OrderName, Results>()
  for (const name of orders) {
    say(`${wire}: ${name}`)
    const able = workers.filter(
      (worker) => name !== 'long' || (cpuOf(found.get('args'), worker.name) ?? 0) < patienceMs,
    )
    found.set(name, await interleave(able, measurements[name], size))
  }
  for (const worker of workers) worker.stop()
  return found
}

async function interleave(
  workers: readonly Worker[],
  measurement: Measurement,
  size: 'full' | 'quick',
): Promise<Results> {
  const results = new Map<string, Measured[]>()
  const spent = new Map<string, number>()
  const quick = size === 'quick' ? measurement.quick : undefined
  const [warm, counted] = quick?.rounds ?? measurement.rounds
  const order = { ...measurement.order, ...(quick !== undefined && { times: quick.times }) }
  const rounds = warm + counted
  for (let round = 0; round < rounds; round += 1) {
    // Nobody always runs after the same one.
    const from = round % workers.length
    for (const worker of [...workers.slice(from), ...workers.slice(0, from)]) {
      const list = results.get(worker.name) ?? []
      results.set(worker.name, list)
      const ms = spent.get(worker.name) ?? 0
      // One that needs long is asked less often: its figure is far from the others' anyway.
      const least = ms > 4 * budgetMs[size] ? 1 : leastRounds
      if (ms > budgetMs[size] && list.length >= least) continue
      const began = performance.now()
      const measured = await worker.run(order)
      const took = performance.now() - began
      spent.set(worker.name, ms + took)
      if (round >= warm || took > budgetMs[size]) list.push(measured)
    }
  }
  return results
}

function cpuOf(results: Results | undefined, name: string): number | undefined {
  const list = results?.get(name)
  return list === undefined || list.length === 0 ? undefined : median(list.map((m) => m.cpuMs))
}
