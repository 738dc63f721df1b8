import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** What the platform's client says of the server that it wants to reach. */
export interface Destination {
  readonly hostname: string
  readonly port: string
  readonly protocol: string
  readonly servername?: string | null
}

export type Connected = (error: Error | null, socket: Socket | null) => void

const patienceMs = 30_000
const maxHeadBytes = 16_384

/** A connection that a proxy makes for us (`CONNECT`), with TLS up to the server itself. */
export function tunnel(proxy: string, to: Destination, done: Connected): void {
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    done(failure('PROXY_URL', 'the proxy is not an http or https URL'), null)
    return
  }
  const { protocol, hostname, port, username, password } = new URL(proxy)
  const secure = protocol === 'https:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const options = { host, port: Number(port || (secure ? 443 : 80)) }
  const socket = secure
    ? connectTls({ ...options, ...(isIP(host) === 0 && { servername: host }) })
    : connectTcp(options)
  const where = `${to.hostname}:${to.port || (to.protocol === 'https:' ? 443 : 80)}`
  let head = Buffer.alloc(0)

  const timer = setTimeout(() => fail('PROXY_TIMEOUT', 'the proxy did not answer'), patienceMs)
  const settle = (): void => {
    clearTimeout(timer)
    socket.off('data', onData).off('error', onError).off('close', onClose)
  }
  const fail = (code: string, message: string): void => {
    settle()
    socket.on('error', () => undefined).destroy()
    done(failure(code, message), null)
  }
  // The message may show the proxy's address, but never what stands before its `@`.
  const onError = (error: NodeJS.ErrnoException): void =>
    fail(`PROXY_${error.code ?? 'ERROR'}`, 'the proxy cannot be reached')
  const onClose = (): void => fail('PROXY_CLOSED', 'the proxy closed the connection')
  const onData = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end === -1) {
      if (head.length > maxHeadBytes) fail('PROXY_ANSWER', 'the proxy did not answer properly')
      return
    }
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1', 0, end))?.[1]
    if (status === undefined || !status.startsWith('2')) {
      fail(`PROXY_${status ?? 'ANSWER'}`, `the proxy answered ${status ?? 'strangely'}`)
      return
    }
    settle()
    socket.pause()
    if (head.length > end + 4) socket.unshift(head.subarray(end + 4))
    if (to.protocol === 'https:') secureOver(socket, to, done)
    else done(null, socket)
  }

  socket.on('data', onData).on('error', onError).on('close', onClose)
  socket.once(secure ? 'secureConnect' : 'connect', () => {
    const name = decodeURIComponent(username)
    const credentials = Buffer.from(`${name}:${decodeURIComponent(password)}`).toString('base64')
    const auth = name === '' ? '' : `Proxy-Authorization: Basic ${credentials}\r\n`
    socket.write(`CONNECT ${where} HTTP/1.1\r\nHost: ${where}\r\n${auth}\r\n`)
  })
}

function secureOver(socket: Socket, to: Destination, done: Connected): void {
  const name = to.servername ?? (isIP(to.hostname) === 0 ? to.hostname : undefined)
  const secured = connectTls({
    socket,
    host: to.hostname,
    ALPNProtocols: ['http/1.1'],
    ...(name !== undefined && { servername: name }),
  })
  const onError = (error: Error): void => {
    socket.destroy()
    done(error, null)
  }
  secured.once('error', onError)
  secured.once('secureConnect', () => {
    secured.off('error', onError)
    done(null, secured)
  })
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
