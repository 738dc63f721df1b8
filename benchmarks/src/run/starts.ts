import { spawn } from 'node:child_process'
import { cleanEnvironment } from './process.ts'

/**
 * Milliseconds from the start of each program to its end, one after the other, round by round;
 * those of `seldom` in every second one.
 */
export async function startInTurn(
  programs: ReadonlyMap<string, readonly string[]>,
  rounds: number,
  seldom: (name: string) => boolean = () => false,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, args] of programs) {
      if (round % 2 === 1 && seldom(name)) continue
      const ms = await start(args)
      // The first one fills the caches of the system.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms])
    }
  }
  return times
}

function start(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, [...args], {
      env: cleanEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let told = ''
    child.stderr.on('data', (chunk: Buffer) => {
      told += String(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - began)
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${told}`))
    })
  })
}
