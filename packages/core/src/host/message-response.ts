import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { readerKey, type BodyReader } from './body-reader.ts'
import { messageHeaders } from './message-headers.ts'
import { messageReader } from './message-reader.ts'

interface State {
  readonly message: IncomingMessage
  readonly body: Readable
  readonly reason: () => unknown
  headers?: Headers
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
  get headers() {
    const state = stateOf(this)
    return (state.headers ??= messageHeaders(state.message))
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
    return new TextDecoder().decode(await bytes(this))
  },
  async json() {
    return JSON.parse(new TextDecoder().decode(await bytes(this))) as unknown
  },
  async arrayBuffer() {
    return (await bytes(this)).buffer
  },
  bytes() {
    return bytes(this)
  },
  blob() {
    return whole(this).blob()
  },
  formData() {
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
      status,
      statusText,
      headers: [...messageHeaders(state.message)],
    })
  }
  return state.whole
}

async function bytes(answer: object): Promise<Uint8Array<ArrayBuffer>> {
  const state = stateOf(answer)
  if (state.whole !== undefined) return new Uint8Array(await state.whole.arrayBuffer())
  return readAll(open(state))
}

async function readAll(reader: BodyReader): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { value } = await reader.read()
    if (value === undefined) break
    chunks.push(value)
    length += value.byteLength
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
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
