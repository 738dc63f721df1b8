import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import type { McpAuthorizer } from './config.ts'

export interface LoopbackOptions {
  /** Shows the page; `openInBrowser` does. */
  readonly open: (url: string, server: string) => void | Promise<void>
  /** Default: the one that was used before, else 33418, else any that is free. */
  readonly port?: number
  /** Milliseconds until nobody is waited for any more. Default 300 000. */
  readonly timeoutMs?: number
}

const usualPort = 33418
const page = (text: string): string =>
  `<!doctype html><meta charset="utf-8"><title>autobot</title><p>${text}</p>`

/** Waits on this machine for the browser to come back from the page where a person agreed. */
export function loopbackAuthorizer(options: LoopbackOptions): McpAuthorizer {
  const waiting = new Map<string, (address: string) => void>()
  let listening: Promise<{ server: Server; url: string }> | undefined

  const listen = async (port: number): Promise<{ server: Server; url: string }> => {
    const server = createServer((request, response) => {
      const { port: own } = server.address() as AddressInfo
      const address = new URL(request.url ?? '/', `http://127.0.0.1:${own}`)
      const arrived = waiting.get(address.searchParams.get('state') ?? '')
      const known = address.pathname === '/callback' && arrived !== undefined
      response.writeHead(known ? 200 : 404, {
        'content-type': 'text/html',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        connection: 'close',
      })
      response.end(page(known ? 'You can close this window.' : 'There is nothing here.'))
      if (known) arrived(address.href)
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    // The program may end although nobody came.
    server.unref()
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback` }
  }

  const start = async (preferred: string | undefined): Promise<{ server: Server; url: string }> => {
    const before = preferred === undefined ? usualPort : Number(new URL(preferred).port)
    if (options.port !== undefined) return listen(options.port)
    return listen(before).catch(() => listen(0))
  }

  return {
    redirectUrl: async (preferred) => (await (listening ??= start(preferred))).url,
    async authorize({ server, url, signal }) {
      const state = new URL(url).searchParams.get('state') ?? ''
      const late = AbortSignal.timeout(options.timeoutMs ?? 300_000)
      const end = AbortSignal.any([signal, late])
      const answer = new Promise<string>((resolve, reject) => {
        waiting.set(state, resolve)
        const giveUp = (): void => reject(new Error('nobody agreed in time'))
        if (end.aborted) giveUp()
        end.addEventListener('abort', giveUp, { once: true })
      })
      // It may be given up while the page is being opened.
      answer.catch(() => undefined)
      const own = (await listening)?.server
      own?.ref()
      try {
        await options.open(url, server)
        return await answer
      } finally {
        waiting.delete(state)
        if (waiting.size === 0) own?.unref()
      }
    },
  }
}

/** Opens an http or https address in the browser of this machine, without a shell. */
export function openInBrowser(url: string): void {
  const { href, protocol } = new URL(url)
  if (!/^https?:$/.test(protocol)) throw new Error('only http and https addresses are opened')
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open']
  const child = spawn(command as string, [...args, href], { stdio: 'ignore', detached: true })
  // Where there is no browser, the person has the address in the message.
  child.on('error', () => undefined)
  child.unref()
}
