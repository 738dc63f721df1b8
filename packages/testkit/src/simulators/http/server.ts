import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpAnswer } from './answer.ts'
import { brokenText, fields, isFields, type Fields } from './json.ts'
import { sendAnswer, sendJson } from './send-answer.ts'
import type { Headers, HttpRefusal, SimulatedWire } from './wire.ts'

export interface HttpSimulatorOptions {
  /** Keys that are taken. Default: any, but one has to be there. */
  readonly keys?: readonly string[]
}

/** A request that broke no rule. */
export interface HttpSimulatorRequest {
  readonly model: string
  readonly path: string
  readonly body: Fields
  readonly text: string
  readonly headers: Headers
}

export interface HttpSimulator {
  /** The base URL of a provider. */
  readonly url: string
  /** Those that were taken, in their order. */
  readonly requests: readonly HttpSimulatorRequest[]
  /** Those that broke a rule: the messages. */
  readonly refusals: readonly string[]
  /** Answers for the next requests; when none is left, each gets the text `ok`. */
  answer(...answers: readonly HttpAnswer[]): void
  /** Resolves when `count` of the answers' connections or bodies have been closed. */
  closed(count: number): Promise<void>
  close(): Promise<void>
}

/** A service on this machine that refuses what the real one refuses. */
export async function startSimulator(
  wire: SimulatedWire,
  options: HttpSimulatorOptions = {},
): Promise<HttpSimulator> {
  const requests: HttpSimulatorRequest[] = []
  const refusals: string[] = []
  const waiting: HttpAnswer[] = []
  let count = 0
  let closed = 0
  let onClosed: () => void = () => undefined

  const receive = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const requestId = `req_${(count += 1)}`
    const headers = headersOf(request)
    const refuse = ({ status, message, body }: HttpRefusal): void => {
      refusals.push(message)
      sendJson(response, status, body, requestId)
    }
    const [path = ''] = (request.url ?? '').split('?')
    const value = parse(text)
    const body = fields(value)
    const key = wire.key(headers)
    if (key === undefined || (options.keys !== undefined && !options.keys.includes(key))) {
      return refuse(wire.refuse(401, 'Incorrect API key provided.', 'invalid_api_key'))
    }
    const route = path.startsWith(wire.base)
      ? wire.route(request.method ?? '', path.slice(wire.base.length), body)
      : undefined
    if (route === undefined) return refuse(wire.refuse(404, `Unknown request URL: ${path}.`))
    if (!isFields(value)) return refuse(wire.refuse(400, 'The body of the request is not JSON.'))
    const broken = brokenText(value)
    if (broken !== undefined) {
      return refuse(wire.refuse(400, `simulator: ${broken} is not valid Unicode text`))
    }
    const model = route.model ?? ''
    const refusal = wire.check({ model, body, headers })
    if (refusal !== undefined) return refuse(refusal)
    requests.push({ model, path, body, text, headers })
    response.on('close', () => {
      closed += 1
      onClosed()
    })
    const answer = waiting.shift() ?? {}
    const context = { model, body, number: requests.length }
    sendAnswer(response, wire, answer, context, route.streams, requestId)
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
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${wire.base}`,
    requests,
    refusals,
    answer: (...answers: readonly HttpAnswer[]) => void waiting.push(...answers),
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
        server.closeAllConnections()
      }),
  } satisfies HttpSimulator)
}

function headersOf(request: IncomingMessage): Headers {
  const found: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') found[name] = value
  }
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
