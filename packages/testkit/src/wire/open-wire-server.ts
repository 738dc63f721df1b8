import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rechunk } from '../rechunk.ts'
import {
  wireKey,
  type WireAnswer,
  type WireDamage,
  type WireFailure,
  type WireRequest,
  type WireServer,
} from './wire.ts'

export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly pieces: readonly Uint8Array[]
  readonly damage?: WireDamage | undefined
  readonly bytes?: number | undefined
}

export interface WireRules {
  key(request: Omit<WireRequest, 'streams' | 'number'>): string | undefined
  streams(request: Omit<WireRequest, 'streams' | 'number'>): boolean
  check(request: WireRequest): string | undefined
  refuse(failure: WireFailure): WireReply
  reply(answer: WireAnswer, request: WireRequest): WireReply
}

/** The server of `defineWire`: keeps the book, and damages answers on their way. */
export async function openWireServer(rules: WireRules): Promise<WireServer> {
  const requests: WireRequest[] = []
  const refusals: string[] = []
  const waiting: WireAnswer[] = []
  let closed = 0
  let onClosed: () => void = () => undefined

  const receive = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const { method = '', url: path = '' } = request
    const bare = { method, path, headers: headersOf(request), text, body: fieldsOf(text) }
    const refuse = (status: number, message: string): void => {
      refusals.push(message)
      send(response, rules.refuse({ status, message }))
    }
    if (rules.key(bare) !== wireKey) return refuse(401, 'The key is not known.')
    const taken = { ...bare, streams: rules.streams(bare), number: requests.length + 1 }
    const broken = rules.check(taken)
    if (broken !== undefined) return refuse(400, broken)
    requests.push(taken)
    response.on('close', () => {
      closed += 1
      onClosed()
    })
    send(response, rules.reply(waiting.shift() ?? {}, taken))
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => receive(request, response, Buffer.concat(chunks).toString('utf8')))
    request.on('error', () => undefined)
    response.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.freeze({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: wireKey,
    requests,
    refusals,
    answer: (...answers: readonly WireAnswer[]) => void waiting.push(...answers),
    closed: (count: number) =>
      new Promise<void>((resolve) => {
        onClosed = () => {
          if (closed >= count) resolve()
        }
        onClosed()
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  } satisfies WireServer)
}

function send(response: ServerResponse, { status, headers, damage, ...reply }: WireReply): void {
  response.writeHead(status, { ...headers })
  const { bytes } = reply
  const pieces =
    bytes === undefined ? reply.pieces : rechunk(Buffer.concat([...reply.pieces]), bytes)
  sendPieces(response, pieces, 0, () => {
    if (damage?.kind === 'reset') response.destroy()
    else if (damage?.kind !== 'stall') response.end()
  })
}

/** One turn of the event loop between pieces: they arrive apart. */
function sendPieces(
  response: ServerResponse,
  pieces: readonly Uint8Array[],
  at: number,
  done: () => void,
): void {
  const piece = pieces[at]
  if (response.destroyed) return
  if (piece === undefined) done()
  else response.write(piece, () => setImmediate(() => sendPieces(response, pieces, at + 1, done)))
}

function headersOf(request: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(request.headers).filter(([, value]) => typeof value === 'string'),
  ) as Readonly<Record<string, string | undefined>>
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
