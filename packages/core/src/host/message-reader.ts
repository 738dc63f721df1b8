import type { Readable } from 'node:stream'
import type { BodyReader } from './body-reader.ts'

/** Chunks that wait for their reader; more than these, and the sender has to wait too. */
const mostWaiting = 8
const drainMs = 1000

/** @param reason of an abort, once there was one */
export function messageReader(message: Readable, reason: () => unknown): BodyReader {
  let waiting: Uint8Array[] = []
  let state: 'open' | 'ended' | 'failed' = 'open'
  let failure: unknown
  let wake: (() => void) | undefined
  const stir = (): void => {
    wake?.()
    wake = undefined
  }
  const fail = (error?: unknown): void => {
    if (state !== 'open') return
    state = 'failed'
    failure = reason() ?? new TypeError('terminated', { cause: error ?? closed() })
    stir()
  }
  message.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk)
    if (waiting.length === mostWaiting) message.pause()
    stir()
  })
  message.on('end', () => {
    state = 'ended'
    stir()
  })
  message.on('error', fail)
  message.on('close', fail)

  return {
    async read() {
      for (;;) {
        const value = waiting[0]
        if (value !== undefined) {
          if (waiting.length === 1) waiting = []
          else waiting.shift()
          if (waiting.length === 0 && message.isPaused()) message.resume()
          return { done: false, value }
        }
        if (state === 'ended') return { done: true }
        if (state === 'failed') throw failure
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    cancel() {
      waiting = []
      if (state === 'open') message.destroy()
    },
    release() {
      waiting = []
      if (state !== 'open') return
      message.resume()
      setTimeout(() => state === 'open' && message.destroy(), drainMs).unref()
    },
  }
}

function closed(): Error {
  return Object.assign(new Error('the other side closed the connection'), { code: 'ECONNRESET' })
}
