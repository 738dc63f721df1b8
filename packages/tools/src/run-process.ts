import { spawn } from 'node:child_process'

export interface ProcessOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Bytes of each stream; the rest is read and forgotten. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface ProcessResult {
  readonly stdout: string
  readonly stderr: string
  /** Null when it was ended by a signal. */
  readonly status: number | null
  readonly timedOut: boolean
}

/** Milliseconds between asking a process to end and ending it. */
const grace = 500

/** Runs a program in a process group of its own, so that its children end with it. */
export function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const { command, args, signal } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    let timedOut = false
    let over = false
    let hard: NodeJS.Timeout | undefined
    const send = (name: NodeJS.Signals): void => {
      try {
        if (process.platform === 'win32' || child.pid === undefined) child.kill(name)
        else process.kill(-child.pid, name)
      } catch {
        // It ended meanwhile.
      }
    }
    const end = (): void => {
      if (over) return
      send('SIGTERM')
      hard ??= setTimeout(() => {
        send('SIGKILL')
        // A descendant in a group of its own may still hold the pipes.
        child.stdout.destroy()
        child.stderr.destroy()
      }, grace)
    }
    const timer = setTimeout(() => {
      timedOut = true
      end()
    }, options.timeoutMs)
    signal.addEventListener('abort', end, { once: true })
    const stdout = capped(child.stdout, options.maxBytes)
    const stderr = capped(child.stderr, options.maxBytes)
    const finish = (): void => {
      over = true
      clearTimeout(timer)
      clearTimeout(hard)
      signal.removeEventListener('abort', end)
    }
    child.on('error', (error) => {
      finish()
      reject(error)
    })
    child.on('close', (status) => {
      // What it left running in the background ends, too.
      send('SIGKILL')
      finish()
      resolve({ stdout: stdout(), stderr: stderr(), status, timedOut })
    })
    if (signal.aborted) end()
  })
}

function capped(stream: NodeJS.ReadableStream, maxBytes: number): () => string {
  const chunks: Buffer[] = []
  let size = 0
  let cut = false
  stream.on('data', (chunk: Buffer) => {
    const room = maxBytes - size
    cut ||= chunk.length > room
    if (room > 0) chunks.push(chunk.subarray(0, room))
    size += Math.min(chunk.length, Math.max(0, room))
  })
  stream.on('error', () => undefined)
  return () => {
    const text = Buffer.concat(chunks).toString('utf8')
    return cut ? `${text}\n... (output truncated at ${maxBytes} bytes)` : text
  }
}
