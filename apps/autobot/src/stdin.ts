import { fstatSync } from 'node:fs'

export interface Piped {
  readonly text: string | undefined
  /** Something is connected, but it said nothing in time. */
  readonly silent: boolean
}

/**
 * Milliseconds until the first byte. Programs often start others with a stdin that they neither
 * use nor close; waiting for its end would be waiting for ever.
 */
const patience = { fifo: 3000, socket: 500 }

/** What is piped in. `wanted`: the message itself comes from there, so it is waited for. */
export async function readStdin(wanted: boolean, signal: AbortSignal): Promise<Piped> {
  const nothing: Piped = { text: undefined, silent: false }
  const kind = wanted ? 'file' : stdinKind()
  if (kind === 'none' || (process.stdin.isTTY && !wanted)) return nothing
  const { stdin } = process
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const finish = (result: Piped): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      stdin.pause()
      resolve(result)
    }
    const stop = (): void => finish(nothing)
    if (kind !== 'file')
      timer = setTimeout(() => finish({ text: undefined, silent: kind === 'fifo' }), patience[kind])
    signal.addEventListener('abort', stop)
    stdin.on('data', (chunk: Buffer) => {
      clearTimeout(timer)
      chunks.push(chunk)
    })
    stdin.on('end', () => finish({ text: Buffer.concat(chunks).toString('utf8'), silent: false }))
    stdin.on('error', stop)
  })
}

function stdinKind(): 'fifo' | 'socket' | 'file' | 'none' {
  try {
    const state = fstatSync(0)
    if (state.isFIFO()) return 'fifo'
    if (state.isSocket()) return 'socket'
    return state.isFile() ? 'file' : 'none'
  } catch {
    return 'none'
  }
}
