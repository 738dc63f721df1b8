import { wireNames, type WireName } from '../answers/script.ts'
import { isJudged } from '../contenders/is-judged.ts'
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

const budgetMs = { full: 1500, quick: 400 }
const leastRounds = 3

/** More than this for one run of the 100 KB, and the 400 KB are not asked for. */
const patienceMs = 2000

/** All that is measured in processes that live: each wire, its contenders in turn, round by round. */
export async function streamFigures(options: StreamOptions): Promise<readonly Row[]> {
  const names = (Object.keys(measurements) as OrderName[]).filter(
    (name) => options.size === 'full' || measurements[name].quick !== undefined,
  )
  const wires = options.wires ?? wireNames
  const rows: Row[] = []
  let next = startContenders(wires[0], options)
  for (const [index, wire] of wires.entries()) {
    const workers = await next
    const found = await measure(wire, workers, names.filter(isTimed), options)
    // Nobody's time is taken any more: those of the next wire may start.
    next = startContenders(wires[index + 1], options)
    const memory = await measure(
      wire,
      workers,
      names.filter((name) => !isTimed(name)),
      options,
    )
    stop(workers)
    const all: Found = new Map([...found, ...memory])
    const lines = streamLines(wire).filter(({ orders }) => orders.every((order) => all.has(order)))
    const first = lines.map((line) => line.row(all))
    const settled = await confirmed(first, async ({ figure }) => {
      options.say(`${wire}: once more, ${figure}`)
      await next
      const fresh = await startContenders(wire, options)
      const line = lines.find((each) => each.figure === figure)
      const again = line?.row(await measure(wire, fresh, line.orders, options))
      stop(fresh)
      return again
    })
    rows.push(...settled)
  }
  return rows
}

async function startContenders(
  wire: WireName | undefined,
  { port, peers }: StreamOptions,
): Promise<readonly Worker[]> {
  if (wire === undefined) return []
  const names = contendersOf(wire, peers.folder === undefined ? 'without' : 'with_peers')
  return Promise.all(names.map((name) => startWorker(name, peers.address(name), wire, port)))
}

function stop(workers: readonly Worker[]): void {
  for (const worker of workers) worker.stop()
}

function isTimed(name: OrderName): boolean {
  return measurements[name].order.task !== 'hold'
}

async function measure(
  wire: WireName,
  workers: readonly Worker[],
  orders: readonly OrderName[],
  { size, say }: StreamOptions,
): Promise<Found> {
  const found = new Map<OrderName, Results>()
  for (const name of orders) {
    say(`${wire}: ${name}`)
    const able = workers.filter(
      (worker) => name !== 'long' || (cpuOf(found.get('args'), worker.name) ?? 0) < patienceMs,
    )
    found.set(name, await interleave(able, measurements[name], size))
  }
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
  const judgedTimes = quick === undefined ? measurement.judgedTimes : undefined
  const rounds = warm + counted
  const turn = async (worker: Worker, round: number): Promise<void> => {
    const list = results.get(worker.name) ?? []
    results.set(worker.name, list)
    const ms = spent.get(worker.name) ?? 0
    const budget = budgetMs[size] / (isJudged(worker.name) ? 1 : 3)
    // One that needs long is asked less often: its figure is far from the others' anyway.
    const least = ms > 4 * budget ? 1 : leastRounds
    if (ms > budget && list.length >= least) return
    const began = performance.now()
    const times = (isJudged(worker.name) ? judgedTimes : undefined) ?? order.times
    const measured = await worker.run({ ...order, times })
    const took = performance.now() - began
    spent.set(worker.name, ms + took)
    if (round >= warm || (took > budget && order.task !== 'hold')) list.push(measured)
  }
  for (let round = 0; round < rounds; round += 1) {
    // Nobody always runs after the same one.
    const from = round % workers.length
    const turns = [...workers.slice(from), ...workers.slice(0, from)].map(
      (worker) => () => turn(worker, round),
    )
    // Memory is nobody's time.
    if (order.task === 'hold') await Promise.all(turns.map((take) => take()))
    else for (const take of turns) await take()
  }
  return results
}

function cpuOf(results: Results | undefined, name: string): number | undefined {
  const list = results?.get(name)
  return list === undefined || list.length === 0 ? undefined : median(list.map((m) => m.cpuMs))
}
