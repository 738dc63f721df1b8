import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { WireName } from '../answers/script.ts'
import type { Measured, Order } from '../worker.ts'

const here = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))

/** What a measured program sees of this machine: nothing that would change its way. */
export const cleanEnvironment = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NODE_ENV: 'production',
  AWS_EC2_METADATA_DISABLED: 'true',
}

export interface Server {
  readonly port: number
  stop(): void
}

export async function startServer(): Promise<Server> {
  const child = start('server.ts', [], [])
  const { port } = (await reply(child, 10_000)) as { readonly port: number }
  return { port, stop: () => void child.kill() }
}

export interface Worker {
  readonly name: string
  run(order: Order): Promise<Measured>
  stop(): void
}

/** `module`: the address of a contender's file. */
export async function startWorker(
  name: string,
  module: string,
  wire: WireName,
  port: number,
  nodeOptions: readonly string[] = [],
): Promise<Worker> {
  const child = start(
    'worker.ts',
    [module, wire, `http://127.0.0.1:${port}/bench-${wire}`],
    ['--conditions=@autobot/source', '--expose-gc', ...nodeOptions],
  )
  await reply(child, 60_000)
  return {
    name,
    async run(order) {
      child.send(order)
      const answer = (await reply(child, order.task === 'talk' ? 900_000 : 300_000)) as {
        readonly measured?: Measured
        readonly error?: string
      }
      if (answer.measured === undefined) throw new Error(`${name}, ${wire}: ${answer.error}`)
      return answer.measured
    },
    stop() {
      child.disconnect()
    },
  }
}

function start(file: string, args: readonly string[], execArgv: readonly string[]): ChildProcess {
  return fork(here(file), [...args], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
    env: cleanEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

function reply(child: ChildProcess, ms: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(new Error(`no word within ${ms} ms`)), ms)
    const onExit = (code: number | null): void => done(new Error(`a process ended with ${code}`))
    const onMessage = (message: unknown): void => {
      done()
      resolve(message)
    }
    const done = (error?: Error): void => {
      clearTimeout(timer)
      child.off('exit', onExit)
      child.off('message', onMessage)
      if (error !== undefined) reject(error)
    }
    child.on('exit', onExit)
    child.on('message', onMessage)
  })
}
