import { spawn, type ChildProcess } from 'node:child_process'
import process from 'node:process'
import type { RequestId, Transport } from '@modelcontextprotocol/client'
import { createLineReader } from './line-reader.ts'
import { readMessages } from './read-messages.ts'
import { forgetGroup, signalGroup, watchGroup } from './process-groups.ts'

export interface StdioOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly onStderr?: (line: string) => void
  /** Bytes of one message. */
  readonly maxMessageBytes: number
}

/** An MCP server as a child: its own process group, the exact environment, nothing left behind. */
export interface StdioTransport extends Transport {
  readonly pid: number | undefined
  /** How it ended, for messages: `exit code 1` and the end of its stderr. */
  readonly epitaph: () => string
  /** What it wrote to stdout that is no message. */
  readonly noise: () => StdoutNoise
}

export interface StdoutNoise {
  readonly lines: number
  /** The first three, shortened. */
  readonly first: readonly string[]
}

const graceMs = 1_500
const stderrLines = 20
const maxErrorLine = 1024 * 1024

/**
 * The SDK's own transport leaks grandchildren, hands on other variables than the three that a
 * server should see, and loses the connection over one large message.
 */
export function createStdioTransport(options: StdioOptions): StdioTransport {
  let child: ChildProcess | undefined
  let ended = ''
  let closing: Promise<void> | undefined
  const stderr: string[] = []
  const noise: string[] = []
  let noisy = 0
  /** Requests without an answer, the oldest first. */
  const waiting = new Set<RequestId>()

  const transport: StdioTransport = {
    get pid() {
      return child?.pid
    },
    epitaph: () => (ended === '' ? '' : [ended, ...stderr.slice(-3)].join(': ')),
    noise: () => ({ lines: noisy, first: noise }),
    start: () =>
      new Promise((resolve, reject) => {
        const started = spawn(options.command, options.args, {
          env: { ...options.env },
          stdio: ['pipe', 'pipe', 'pipe'],
          // A group of its own: whatever it starts can be ended with it.
          detached: process.platform !== 'win32',
          windowsHide: true,
          ...(options.cwd !== undefined && { cwd: options.cwd }),
        })
        child = started
        started.once('spawn', () => {
          if (started.pid !== undefined) watchGroup(started.pid)
          resolve()
        })
        started.once('error', (error) => {
          ended = error.message
          reject(error)
          transport.onerror?.(error)
        })
        started.once('exit', (code, signal) => {
          ended = signal === null ? `exit code ${code ?? 'unknown'}` : `ended by ${signal}`
          // What it left behind holds the pipes open, and "close" would never come.
          if (started.pid !== undefined) signalGroup(started.pid, 'SIGKILL')
        })
        // "close" comes after the last output was read, "exit" may come before.
        started.once('close', () => {
          if (started.pid !== undefined) {
            signalGroup(started.pid, 'SIGKILL')
            forgetGroup(started.pid)
          }
          transport.onclose?.()
        })
        // A server that dies while we write must not take us along.
        started.stdin.on('error', (error) => transport.onerror?.(error))
        const lines = createLineReader(receive, leaveOut, options.maxMessageBytes)
        started.stdout.on('data', (chunk: Buffer) => lines.push(chunk))
        const errors = createLineReader(hear, () => undefined, maxErrorLine)
        started.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
      }),
    send: (message) =>
      new Promise((resolve, reject) => {
        if (child?.stdin === undefined || child.stdin === null || !child.stdin.writable) {
          reject(new Error('the server is not running'))
          return
        }
        if ('method' in message && 'id' in message) waiting.add(message.id)
        child.stdin.write(`${JSON.stringify(message)}\n`, (error) =>
          error ? reject(error) : resolve(),
        )
      }),
    close: () => (closing ??= end()),
  }

  function receive(line: string): void {
    const messages = readMessages(line, (id) => waiting.has(id))
    // Servers print banners and logs to stdout; they are not messages.
    if (messages === undefined && line.trim() !== '') {
      noisy += 1
      if (noise.length < 3) noise.push(line.slice(0, 200))
      options.onStderr?.(`(stdout) ${line.slice(0, 500)}`)
    }
    for (const message of messages ?? []) {
      if (!('method' in message) && message.id !== undefined) waiting.delete(message.id)
      transport.onmessage?.(message)
    }
  }

  /** A message that is too large fails its own call, and at once. */
  function leaveOut(bytes: number, head: string): void {
    const error = new Error(`a message of ${bytes} bytes was left out`)
    transport.onerror?.(error)
    const named = /"id"\s*:\s*(\d+)/.exec(head)?.[1]
    const [oldest] = waiting
    const id = named !== undefined && waiting.has(Number(named)) ? Number(named) : oldest
    if (id === undefined) return
    waiting.delete(id)
    transport.onmessage?.({ jsonrpc: '2.0', id, error: { code: -32603, message: error.message } })
  }

  function hear(line: string): void {
    stderr.push(line.slice(0, 500))
    if (stderr.length > stderrLines) stderr.shift()
    options.onStderr?.(line)
  }

  /** Ends stdin, then TERM, then KILL, each to the whole group. */
  async function end(): Promise<void> {
    const started = child
    const pid = started?.pid
    if (started === undefined || pid === undefined) return
    const gone = new Promise<void>((resolve) => {
      if (started.exitCode !== null || started.signalCode !== null) resolve()
      else started.once('exit', () => resolve())
    })
    started.stdin?.end()
    if (!(await settles(gone, graceMs / 3))) {
      signalGroup(pid, 'SIGTERM')
      await settles(gone, graceMs)
    }
    // Also when the server itself is gone: what it started may still be there.
    signalGroup(pid, 'SIGKILL')
    await settles(gone, graceMs)
    forgetGroup(pid)
  }

  return transport
}

async function settles(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const inTime = await Promise.race([work.then(() => true as const), late])
  clearTimeout(timer)
  return inTime
}
