import {
  argumentText,
  answerFor,
  question,
  textOf,
  toolName,
  type WireName,
} from './answers/script.ts'
import type { Client, Contender, Setup, ToolSpec, Turn } from './contenders/contender.ts'
import { historyOf, toolsOf } from './setups.ts'

/** One contender on one wire, in a process of its own: runs what it is told and checks each answer. */
export interface Order {
  readonly task: 'ask' | 'args' | 'loop' | 'hold' | 'talk'
  /** Name of the answer. */
  readonly name: string
  readonly setup: 'plain' | 'tool' | 'history' | 'tools'
  readonly times: number
}

export interface Measured {
  /** User and system, all threads, milliseconds for one time. */
  readonly cpuMs: number
  readonly wallMs: number
  /** Median until the first fragment. */
  readonly firstMs: number
  /** The same of the quickest tenth: what a busy machine leaves alone. */
  readonly quickFirstMs: number
  /** After collection: what memory has grown; of orders that ask for it. */
  readonly heapBytes: number
}

const [, , modulePath = '', wire = '', baseUrl = ''] = process.argv
const { contender } = (await import(modulePath)) as { readonly contender: Contender }
const clients = new Map<Order['setup'], Client>()

async function clientFor(setup: Order['setup']): Promise<Client> {
  let client = clients.get(setup)
  if (client === undefined) {
    const history: readonly Turn[] = setup === 'history' ? historyOf(2_000_000) : []
    const tools: readonly ToolSpec[] =
      setup === 'tools' ? toolsOf(100) : setup === 'tool' ? toolsOf(1) : []
    const made: Setup = { baseUrl, history, tools }
    client = await contender.open(wire as WireName, made)
    clients.set(setup, client)
  }
  return client
}

async function once(client: Client, { task, name }: Order): Promise<number> {
  const start = performance.now()
  let first = 0
  if (task === 'args') {
    const input = (await client.args?.(question(name))) as { readonly text?: string } | undefined
    same(input?.text, argumentText(Number(name.split('-')[1])))
    return 0
  }
  if (task === 'loop') {
    same(await client.loop?.(question(name)), textOf(answerFor(name, Number(name.split('-')[1]))))
    return 0
  }
  let text = ''
  await client.ask(question(name), (added) => {
    if (first === 0) first = performance.now() - start
    text += added
  })
  same(text, textOf(answerFor(name, 0)))
  return first
}

/** Character for character. */
function same(got: unknown, wanted: string): void {
  if (got === wanted) return
  const text = String(got)
  let at = 0
  while (at < text.length && text[at] === wanted[at]) at += 1
  throw new Error(`the answer differs at ${at}: ${text.slice(at, at + 40)}`)
}

const untimed = { cpuMs: 0, wallMs: 0, firstMs: 0, quickFirstMs: 0 }

async function measure(order: Order): Promise<Measured> {
  const client = await clientFor(order.setup)
  if (order.task === 'hold') return hold(client, order)
  if (order.task === 'talk') return talk(client, order)
  const heap = order.times < 1000 ? 0 : await settled()
  const firsts: number[] = []
  const cpu = process.cpuUsage()
  const start = performance.now()
  for (let index = 0; index < order.times; index += 1) firsts.push(await once(client, order))
  const wall = performance.now() - start
  const used = process.cpuUsage(cpu)
  const heapBytes = order.times < 1000 ? 0 : (await settled()) - heap
  firsts.sort((a, b) => a - b)
  return {
    cpuMs: (used.user + used.system) / 1000 / order.times,
    wallMs: wall / order.times,
    firstMs: firsts[firsts.length >> 1] ?? 0,
    quickFirstMs: firsts[Math.floor(firsts.length / 10)] ?? 0,
    heapBytes,
  }
}

/** Streams that wait in their middle; what each of them holds. */
async function hold(client: Client, order: Order): Promise<Measured> {
  // Contenders do this at the same time, and each has its own streams released.
  const name = `${order.name}-${process.pid}`
  const before = await settled()
  let waiting = order.times
  let there: () => void = () => undefined
  const all = new Promise<void>((resolve) => {
    there = resolve
  })
  const wanted = textOf(answerFor(name, 0))
  const runs = Array.from({ length: order.times }, async () => {
    let text = ''
    let seen = false
    await client.ask(question(name), (added) => {
      text += added
      if (!seen) {
        seen = true
        waiting -= 1
        if (waiting === 0) there()
      }
    })
    same(text, wanted)
  })
  await Promise.race([all, Promise.all(runs)])
  await fetch(new URL(`/held/${name}`, baseUrl))
  const heapBytes = ((await settled()) - before) / order.times
  await fetch(new URL(`/release/${name}`, baseUrl))
  await Promise.all(runs)
  return { ...untimed, heapBytes }
}

/** A conversation; what is held when only its messages are kept is not counted. */
async function talk(client: Client, { name, times }: Order): Promise<Measured> {
  let conversation = client.converse?.()
  if (conversation === undefined) throw new Error('has no conversations')
  for (let turn = 0; turn < times; turn += 1) await conversation.say(question(name))
  const whole = await settled()
  const { messages } = conversation
  conversation = undefined
  const heapBytes = whole - (await settled())
  if (messages.length !== times * 2) throw new Error(`${messages.length} messages`)
  return { ...untimed, heapBytes }
}

/** Buffers are given back some time after their objects are gone: until no more of them go. */
async function settled(): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let time = 0, still = 0; time < 20 && still < 3; time += 1) {
    global.gc?.()
    await new Promise((resolve) => void setTimeout(resolve, 50))
    const now = held()
    still = now < least - 10_000 ? 0 : still + 1
    least = Math.min(least, now)
  }
  return least
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

process.on('message', (order: Order) => {
  measure(order).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) =>
      process.send?.({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  )
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: toolName })
