import { wireNames, type WireName } from '../answers/script.ts'
import { contendersOf } from '../contenders/list.ts'
import { median, type Row } from '../report/row.ts'
import { startWorker, type Worker } from '../run/process.ts'
import type { PeerFolder } from '../run/peers.ts'
import type { Measured, Order } from '../worker.ts'

export interface StreamOptions {
  readonly port: number
  readonly peers: PeerFolder
  readonly size: 'full' | 'quick'
  readonly wires?: readonly WireName[]
  readonly say: (text: string) => void
}

interface Figure {
  readonly order: Order
  readonly rounds: readonly [warm: number, full: number]
  /** Of a quick run; not asked for where it is absent. */
  readonly quick?: {
    readonly times: number
    readonly rounds: readonly [warm: number, quick: number]
  }
}

const ask = (name: string, setup: Order['setup'], times: number): Order => ({
  task: 'ask',
  name,
  setup,
  times,
})

const figures = {
  text: {
    order: ask('text-2000', 'plain', 5),
    rounds: [4, 9],
    quick: { times: 4, rounds: [2, 3] },
  },
  short: {
    order: ask('text-20', 'plain', 250),
    rounds: [4, 9],
    quick: { times: 120, rounds: [2, 3] },
  },
  loop: {
    order: { task: 'loop', name: 'loop-10', setup: 'tool', times: 20 },
    rounds: [4, 9],
    quick: { times: 10, rounds: [2, 3] },
  },
  args: {
    order: { task: 'args', name: 'args-100', setup: 'tool', times: 2 },
    rounds: [3, 5],
    quick: { times: 1, rounds: [2, 3] },
  },
  long: { order: { task: 'args', name: 'args-400', setup: 'tool', times: 1 }, rounds: [2, 7] },
  history: {
    order: ask('text-20', 'history', 4),
    rounds: [2, 7],
    quick: { times: 2, rounds: [1, 2] },
  },
  tools: {
    order: ask('text-20', 'tools', 80),
    rounds: [3, 7],
    quick: { times: 30, rounds: [1, 2] },
  },
  hold: {
    order: { task: 'hold', name: 'slow-40', setup: 'plain', times: 500 },
    rounds: [1, 3],
    quick: { times: 200, rounds: [1, 1] },
  },
} as const satisfies Readonly<Record<string, Figure>>

type FigureName = keyof typeof figures
type Results = ReadonlyMap<string, readonly Measured[]>

const budgetMs = { full: 2500, quick: 400 }
const leastRounds = 3

/** More than this for one run of the 100 KB, and the 400 KB are not asked for. */
const patienceMs = 2000

/** All that is measured in processes that live: each wire, its contenders in turn, round by round. */
export async function streamFigures(options: StreamOptions): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const wire of options.wires ?? wireNames) {
    const names = contendersOf(wire, options.peers.folder === undefined ? 'without' : 'with_apart')
    const workers: Worker[] = []
    for (const name of names) {
      workers.push(await startWorker(name, options.peers.address(name), wire, options.port))
    }
    const found = new Map<FigureName, Results>()
    for (const name of Object.keys(figures) as FigureName[]) {
      const figure: Figure = figures[name]
      if (options.size === 'quick' && figure.quick === undefined) continue
      options.say(`${wire}: ${name}`)
      const able = workers.filter(
        (worker) => name !== 'long' || (cpuOf(found.get('args'), worker.name) ?? 0) < patienceMs,
      )
      found.set(name, await interleave(able, figure, options.size))
    }
    for (const worker of workers) worker.stop()
    rows.push(...rowsOf(wire, found))
  }
  return rows
}

async function interleave(
  workers: readonly Worker[],
  figure: Figure,
  size: 'full' | 'quick',
): Promise<Results> {
  const results = new Map<string, Measured[]>()
  const spent = new Map<string, number>()
  const quick = size === 'quick' ? figure.quick : undefined
  const [warm, counted] = quick?.rounds ?? figure.rounds
  const order = { ...figure.order, ...(quick !== undefined && { times: quick.times }) }
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

function rowsOf(wire: WireName, found: ReadonlyMap<FigureName, Results>): readonly Row[] {
  const isBedrock = wire === 'bedrock'
  const of = (
    name: FigureName,
    figure: string,
    target: number,
    value: (measured: Measured) => number = (measured) => measured.cpuMs,
    unit: (floor: number) => string = (floor) => `${floor.toFixed(2)} ms`,
  ): Row => {
    const medians = Object.fromEntries(
      [...(found.get(name) ?? [])].map(([who, list]) => [who, median(list.map(value))]),
    )
    const floor = medians['floor'] ?? Number.NaN
    const values = Object.fromEntries(
      Object.entries(medians).map(([who, cost]) => [who, cost / floor]),
    )
    return { figure, wire, unit: 'x', values, target, floor: unit(floor) }
  }
  const textTargets = { chat: 2, responses: 2, messages: 1.7, gemini: 2, bedrock: 2.5 }
  const perDelta = (floor: number): string => `${(floor / 2).toFixed(2)} µs a delta`
  const first = (name: FigureName): Record<string, number> =>
    Object.fromEntries(
      [...(found.get(name) ?? [])].map(([who, list]) => [who, median(list.map((m) => m.firstMs))]),
    )
  const firsts = first('short')
  const floorFirst = firsts['floor'] ?? Number.NaN
  const growth = Object.fromEntries(
    [...(found.get('long') ?? [])].map(([who]) => [
      who,
      (cpuOf(found.get('long'), who) ?? Number.NaN) / (cpuOf(found.get('args'), who) ?? Number.NaN),
    ]),
  )
  return [
    of('text', 'CPU per delta, 2 000 deltas', textTargets[wire], (m) => m.cpuMs, perDelta),
    of('short', 'CPU per short request', isBedrock ? 2 : 1.3),
    of('loop', 'CPU of a 10-step tool loop', isBedrock ? 2 : 1.4),
    of('hold', 'memory per slow stream, 500 streams', 1.2, (m) => m.heapBytes, kilobytes),
    of('args', 'tool arguments, 100 KB in 5 000 deltas', 2),
    ...(found.has('long')
      ? [
          {
            figure: 'tool arguments, growth from 100 KB to 400 KB',
            wire,
            unit: 'x' as const,
            values: growth,
            target: 4.4,
            note: `the floor grows ${(growth['floor'] ?? Number.NaN).toFixed(2)} times`,
          },
        ]
      : []),
    of('history', 'request with a 2 MB history', 1.2),
    of('tools', 'request with 100 tools', 1.5),
    {
      figure: 'added time to the first delta',
      wire,
      unit: 'ms',
      values: Object.fromEntries(
        Object.entries(firsts)
          .filter(([who]) => who !== 'floor')
          .map(([who, ms]) => [who, ms - floorFirst]),
      ),
      target: 0.2,
      floor: `${floorFirst.toFixed(2)} ms`,
    },
  ]
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}
