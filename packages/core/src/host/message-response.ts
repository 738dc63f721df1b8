import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { readerKey, type BodyReader } from './body-reader.ts'
import { messageReader } from './message-reader.ts'

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
  let reader: BodyReader | undefined
  let whole: Response | undefined
  const open = (): BodyReader => {
    if (reader !== undefined) throw new TypeError('The body was read already.')
    reader = messageReader(body, reason)
    return reader
  }
  const asResponse = (): Response => {
    if (whole === undefined) {
      const isEmpty = status === 204 || status === 205 || status === 304
      whole = new Response(isEmpty ? null : streamOf(open()), {
        status,
        statusText,
        headers: pairs(message),
      })
    }
    return whole
  }
  const bytes = async (): Promise<Uint8Array<ArrayBuffer>> => {
    if (whole !== undefined) return new Uint8Array(await whole.arrayBuffer())
    return readAll(open())
  }
  const text = async (): Promise<string> => new TextDecoder().decode(await bytes())

  const response = {
    [readerKey]: open,
    status,
    statusText,
    ok: status >= 200 && status < 300,
    headers: headersOf(message),
    url,
    type: 'default',
    redirected: false,
    get body() {
      return asResponse().body
    },
    get bodyUsed() {
      return whole?.bodyUsed ?? reader !== undefined
    },
    text,
    json: async () => JSON.parse(await text()) as unknown,
    arrayBuffer: async () => (await bytes()).buffer,
    bytes,
    blob: () => asResponse().blob(),
    formData: () => asResponse().formData(),
    clone: () => asResponse().clone(),
  }
  return response as unknown as Response
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

function headersOf(message: IncomingMessage): Headers {
  const { headers } = message
  const get = (name: string): string | null => {
    const value = headers[name.toLowerCase()]
    if (value === undefined) return null
    return typeof value === 'string' ? value : value.join(', ')
  }
  const entries = (): IterableIterator<[string, string]> => pairs(message)[Symbol.iterator]()
  const made = {
    get,
    has: (name: string) => get(name) !== null,
    entries,
    keys: () =>
      pairs(message)
        .map(([name]) => name)
        [Symbol.iterator](),
    values: () =>
      pairs(message)
        .map(([, value]) => value)
        [Symbol.iterator](),
    forEach(each: (value: string, name: string) => void) {
      for (const [name, value] of pairs(message)) each(value, name)
    },
    getSetCookie: () => headers['set-cookie'] ?? [],
    [Symbol.iterator]: entries,
  }
  return made as unknown as Headers
}

function pairs({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return []
    return typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one])
  })
}
