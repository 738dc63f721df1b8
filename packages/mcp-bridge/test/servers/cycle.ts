// Starts and stops a server behind a shell that ignores TERM and has a child of its own.
import { readdirSync } from 'node:fs'
import { mcpSource } from '../../src/index.ts'
import { alive } from '../processes.ts'

export interface Cycled {
  /** Those of this script that are alive after it was stopped. */
  readonly processes: number
  readonly descriptors: number
}

/** `count` starts and stops, one after the other; each calls a tool in between. */
export async function cycle(script: string, count: number): Promise<Cycled> {
  const shell = `trap '' TERM; "${process.execPath}" "${script}" & child=$!; "${process.execPath}" "${script}"; wait $child`
  for (let index = 0; index < count; index++) {
    const it = { command: '/bin/sh', args: ['-c', shell], env: { MODE: 'stubborn' } }
    const source = mcpSource({ servers: { it } }, () => ({
      fetch: globalThis.fetch,
      secret: (name) => process.env[name],
      log: () => undefined,
      now: () => Date.now(),
      random: () => 0,
    }))
    const tools = await source.tools({})
    if (tools.length === 0) throw new Error(JSON.stringify(source.status()))
    await source.stop()
  }
  // What was killed is gone as soon as it is reaped.
  for (let wait = 0; wait < 40 && alive(script).length > 0; wait++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    processes: alive(script).length,
    descriptors: readdirSync('/proc/self/fd').length,
  }
}
