import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Row } from '../report/row.ts'
import { startWorker, type Worker } from '../run/process.ts'
import type { Order } from '../worker.ts'

export interface GrowthOptions {
  readonly port: number
  readonly size: 'long' | 'full' | 'quick'
  readonly say: (text: string) => void
}

/** What stays on the heap: of requests that are over, and of a conversation beside its messages. */
export async function growthFigures({ port, size, say }: GrowthOptions): Promise<readonly Row[]> {
  const requests = size === 'quick' ? 1000 : 10_000
  // Each turn sends all that was said: ten thousand take minutes.
  const turns = { long: 10_000, full: 1500, quick: 100 }[size]
  const rows: Row[] = []
  const wires = size === 'quick' ? (['messages'] as const) : (['messages', 'bedrock'] as const)
  for (const wire of wires) {
    say(`growth: ${wire}, ${requests} requests`)
    const values: Record<string, number> = {}
    const workers: Worker[] = []
    for (const name of ['floor', 'ours']) {
      const file = fileURLToPath(new URL(`../contenders/${name}.ts`, import.meta.url))
      workers.push(await startWorker(name, pathToFileURL(file).href, wire, port))
    }
    for (const worker of workers) {
      const order: Order = { task: 'ask', name: 'text-20', setup: 'plain', times: requests }
      // What is made once is not growth.
      await worker.run({ ...order, times: requests / 2 })
      values[worker.name] = (await worker.run(order)).heapBytes / requests
    }
    rows.push({
      figure: `heap growth for each of ${requests} requests`,
      wire,
      unit: 'bytes',
      values,
      target: 100,
      note: `the floor grows by ${(values['floor'] ?? 0).toFixed(0)} bytes`,
    })
    const ours = workers.find(({ name }) => name === 'ours')
    if (ours !== undefined && wire === 'messages') {
      say(`growth: ${wire}, a conversation of ${turns} turns`)
      const order: Order = { task: 'talk', name: 'text-1', setup: 'plain', times: turns }
      const { heapBytes } = await ours.run(order)
      rows.push({
        figure: `heap for each of ${turns} turns, beside the messages`,
        wire,
        unit: 'bytes',
        values: { ours: heapBytes / turns },
        target: 200,
        note: 'the last request that was sent is among them',
      })
    }
    for (const worker of workers) worker.stop()
  }
  return rows
}
