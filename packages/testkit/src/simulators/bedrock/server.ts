import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { BedrockAnswer } from './answer.ts'
import { checkBedrockRequest } from './check-request.ts'
import type { BedrockOperation } from './check-request.ts'
import { sendAnswer, sendRefusal } from './send-answer.ts'
import type { SimulatedResponse } from './send-answer.ts'
import { checkCaller } from './signature.ts'
import type { AwsKeys } from './signature.ts'

export interface BedrockSimulatorOptions {
  /** Default `us-east-1`. */
  readonly region?: string
  /** Who may call. Default nobody. */
  readonly keys?: readonly AwsKeys[]
  readonly bearerTokens?: readonly string[]
  /** Of the service; a signature that is older than five minutes is refused. Default: any is right. */
  readonly now?: () => number
  /** Default `http1`; `http2` is spoken without TLS. */
  readonly protocol?: 'http1' | 'http2'
}

/** A request that broke no rule. */
export interface BedrockRequest {
  readonly model: string
  readonly operation: BedrockOperation
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface BedrockSimulator {
  readonly url: string
  /** Those that were taken, in their order. */
  readonly requests: readonly BedrockRequest[]
  /** Those that broke a rule: the messages. */
  readonly refusals: readonly string[]
  /** Answers for the next requests; when none is left, each gets the text `ok`. */
  answer(...answers: readonly BedrockAnswer[]): void
  allow(keys: AwsKeys): void
  allowBearer(token: string): void
  /** An access key id or a bearer token that is refused from now on. */
  expire(id: string): void
  /** Resolves when `count` of the answers' connections or streams have been closed. */
  closed(count: number): Promise<void>
  close(): Promise<void>
}

/** Bedrock's runtime on this machine: as strict as the real one, or stricter. */
export async function startBedrockSimulator(
  options: BedrockSimulatorOptions = {},
): Promise<BedrockSimulator> {
  const requests: BedrockRequest[] = []
  const refusals: string[] = []
  const waiting: BedrockAnswer[] = []
  const verifier = {
    region: options.region ?? 'us-east-1',
    keys: new Map((options.keys ?? []).map((keys) => [keys.accessKeyId, keys])),
    expired: new Set<string>(),
    bearerTokens: new Set(options.bearerTokens),
    now: options.now,
  }
  let count = 0
  let closed = 0
  let onClosed: () => void = () => undefined

  const receive = (
    request: IncomingMessage | Http2ServerRequest,
    response: SimulatedResponse,
    body: Buffer,
  ): void => {
    const requestId = `request-${(count += 1)}`
    if (options.now !== undefined) response.setHeader('date', new Date(options.now()).toUTCString())
    const url = request.url ?? ''
    const headers = headersOf(request)
    const refuse = (refusal: Parameters<typeof sendRefusal>[1]): void => {
      refusals.push(refusal.message)
      sendRefusal(response, refusal, requestId)
    }
    const method = request.method ?? ''
    const unknown = checkCaller({ method, url, headers, body }, verifier)
    if (unknown !== undefined) return refuse(unknown)
    const path = /^\/model\/([^/?]+)\/(converse|converse-stream|count-tokens)$/.exec(url)
    if (path === null || method !== 'POST') {
      const message = 'The requested operation is not known.'
      return refuse({ status: 404, type: 'UnknownOperationException', message })
    }
    const model = decodeURIComponent(path[1] ?? '')
    const operation = path[2] as BedrockOperation
    const text = body.toString('utf8')
    const value = parse(text)
    const refusal = checkBedrockRequest(model, operation, value)
    if (refusal !== undefined) return refuse(refusal)
    const known = value as Readonly<Record<string, unknown>>
    requests.push({ model, operation, body: known, text, headers })
    response.on('close', () => {
      closed += 1
      onClosed()
    })
    const answer = waiting.shift() ?? {}
    if (answer.failure !== undefined) {
      const { headers: more, ...failure } = answer.failure
      return sendRefusal(response, failure, requestId, more)
    }
    if (operation === 'count-tokens') {
      const inputTokens = Math.ceil(text.length / 4)
      const raw = Buffer.from(JSON.stringify({ inputTokens }))
      return sendAnswer(response, { raw }, false, requestId)
    }
    sendAnswer(response, answer, operation === 'converse-stream', requestId)
  }

  const listen = (
    request: IncomingMessage | Http2ServerRequest,
    response: SimulatedResponse,
  ): void => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => receive(request, response, Buffer.concat(chunks)))
    request.on('error', () => undefined)
    response.on('error', () => undefined)
  }
  const server = options.protocol === 'http2' ? createHttp2Server(listen) : createServer(listen)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return Object.freeze({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    refusals,
    answer: (...answers: readonly BedrockAnswer[]) => void waiting.push(...answers),
    allow: (keys: AwsKeys) => void verifier.keys.set(keys.accessKeyId, keys),
    allowBearer: (token: string) => void verifier.bearerTokens.add(token),
    expire: (id: string) => void verifier.expired.add(id),
    closed: (wanted: number) =>
      new Promise<void>((resolve) => {
        onClosed = () => {
          if (closed >= wanted) resolve()
        }
        onClosed()
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  } satisfies BedrockSimulator)
}

function headersOf(
  request: IncomingMessage | Http2ServerRequest,
): Readonly<Record<string, string | undefined>> {
  const found: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') found[name] = value
  }
  // HTTP/2 has a pseudo header in its place.
  found['host'] ??= found[':authority']
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
