import { fileURLToPath, pathToFileURL } from 'node:url'
import type { WireName } from '../answers/script.ts'
import { confirmed } from '../report/confirmed.ts'
import type { Row } from '../report/row.ts'
import { startWorker } from '../run/process.ts'
import type { Order } from '../worker.ts'

export interface GrowthOptions {
  readonly port: number
  readonly size: 'long' | 'full' | 'quick'
  readonly say: (text: string) => void
}

/** What a kilobyte more for each of them would be is no noise; less may be the engine's own doing. */
const tolerance = 1000

/** What stays on the heap: of requests that are over, and of a conversation beside its messages. */
export async function growthFigures(options: GrowthOptions): Promise<readonly Row[]> {
  const { size, say } = options
  const measures = [
    () => requestGrowth('messages', options),
    ...(size === 'quick' ? [] : [() => requestGrowth('bedrock', options)]),
    () => conversationGrowth('messages', options),
  ]
  const rows: Row[] = []
  for (const measure of measures) {
    const again = async (row: Row): Promise<Row> => {
      say(`growth: once more, ${row.figure}`)
      return measure()
    }
    rows.push(...(await confirmed([await measure()], again)))
  }
  return rows
}

/** Beyond what the floor's requests leave in the same run: the engine and fetch keep some, too. */
async function requestGrowth(wire: WireName, { port, size, say }: GrowthOptions): Promise<Row> {
  const requests = size === 'quick' ? 1000 : 10_000
  say(`growth: ${wire}, ${requests} requests`)
  const order: Order = { task: 'ask', name: 'text-20', setup: 'plain', times: requests }
  const grown = async (name: string): Promise<number> => {
    const worker = await start(name, wire, port)
    // What is made once is not growth.
    await worker.run(order)
    const { heapBytes } = await worker.run(order)
    worker.stop()
    return heapBytes / requests
  }
  // Nobody's time is taken here.
  const [floor = Number.NaN, ours = Number.NaN] = await Promise.all(['floor', 'ours'].map(grown))
  return {
    figure: `heap growth for each of ${requests} requests, beyond the floor's`,
    wire,
    unit: 'bytes',
    // A floor that shrinks is a collection that came late, and nothing that we left.
    values: { ours: ours - Math.max(0, floor) },
    target: 100,
    tolerance,
    floor: `${floor.toFixed(0)} bytes`,
    note: `ours ${ours.toFixed(0)} bytes`,
  }
}

async function conversationGrowth(
  wire: WireName,
  { port, size, say }: GrowthOptions,
): Promise<Row> {
  // Each turn sends all that was said: ten thousand take minutes.
  const turns = { long: 10_000, full: 1500, quick: 100 }[size]
  say(`growth: ${wire}, a conversation of ${turns} turns`)
  const worker = await start('ours', wire, port)
  // What is made once is not growth.
  await worker.run({ task: 'ask', name: 'text-20', setup: 'plain', times: 250 })
  const { heapBytes } = await worker.run({
    task: 'talk',
    name: 'text-1',
    setup: 'plain',
    times: turns,
  })
  worker.stop()
  return {
    figure: `heap for each of ${turns} turns, beside the messages`,
    wire,
    unit: 'bytes',
    values: { ours: heapBytes / turns },
    target: 200,
    tolerance,
    note: 'the last request that was sent is among them',
  }
}

function start(name: string, wire: WireName, port: number): ReturnType<typeof startWorker> {
  const file = fileURLToPath(new URL(`../contenders/${name}.ts`, import.meta.url))
  return startWorker(name, pathToFileURL(file).href, wire, port)
}
