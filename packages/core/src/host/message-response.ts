import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { readerKey, type BodyReader } from './body-reader.ts'
import { messageReader } from './message-reader.ts'

interface State {
  readonly message: IncomingMessage
  readonly body: Readable
  readonly reason: () => unknown
  reader?: BodyReader
  /** As a `Response` of web streams, for those who ask for what only that has. */
  whole?: Response
}

const stateKey = Symbol('state')

interface Answer {
  readonly [stateKey]: State
  readonly status: number
  readonly statusText: string
  readonly ok: boolean
  readonly url: string
}

/**
 * An answer of Node's own client with the face of a `Response`. What costs more than the answer
 * itself, its web stream and its `Headers`, is made only for those who ask for it.
 */
export function messageResponse(
  message: IncomingMessage,
  body: Readable,
  url: string,
  reason: () => unknown,
): Response {
  const { statusCode: status = 0, statusMessage: statusText = '' } = message
  const answer: Answer = Object.assign(Object.create(face) as object, {
    [stateKey]: { message, body, reason },
    status,
    statusText,
    ok: status >= 200 && status < 300,
    url,
  })
  return answer as unknown as Response
}

/** Shared by all answers: to make these anew for each took a twentieth of a short request. */
const face = {
  type: 'default',
  redirected: false,
  // Not kept: they are read once, and an open answer would hold a kilobyte more.
  get headers() {
    return headersOf(stateOf(this).message)
  },
  get body() {
    return whole(this).body
  },
  get bodyUsed() {
    const state = stateOf(this)
    return state.whole?.bodyUsed ?? state.reader !== undefined
  },
  [readerKey]() {
    return open(stateOf(this))
  },
  async text() {
    return whole(this).text()
  },
  async json() {
    return whole(this).json()
  },
  async arrayBuffer() {
    return whole(this).arrayBuffer()
  },
  async bytes() {
    return whole(this).bytes()
  },
  async blob() {
    return whole(this).blob()
  },
  async formData() {
    return whole(this).formData()
  },
  clone() {
    return whole(this).clone()
  },
}

function stateOf(answer: object): State {
  return (answer as Answer)[stateKey]
}

function open(state: State): BodyReader {
  if (state.reader !== undefined) throw new TypeError('The body was read already.')
  return (state.reader = messageReader(state.body, state.reason))
}

function whole(answer: object): Response {
  const { status, statusText } = answer as Answer
  const state = stateOf(answer)
  if (state.whole === undefined) {
    const isEmpty = status === 204 || status === 205 || status === 304
    state.whole = new Response(isEmpty ? null : streamOf(open(state)), {
      // Servers send what a Response cannot say; who asks for the status has it from us.
      status: status >= 200 && status < 600 ? status : 500,
      statusText,
      headers: headersOf(state.message),
    })
  }
  return state.whole
}

function streamOf(reader: BodyReader): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { value } = await reader.read()
      if (value === undefined) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
    cancel: () => reader.cancel(),
  })
}

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) all.append(name, one)
  }
  return all
}
