import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rechunk } from '../rechunk.ts'
import { responseBytes, type Exchange, type Fixture, type RecordedResponse } from './fixture.ts'
import { redactText, redactUrl, secretsOf } from './secrets.ts'

export interface ReplayOptions {
  /** Bytes of one piece of an answer. Default: in one piece. */
  readonly bytes?: number
  /** What becomes of a body before it is answered. Default: nothing. */
  readonly edit?: (bytes: Uint8Array, index: number) => Uint8Array
}

export interface Replay {
  /** For the host of a provider: each exchange is answered once, in its order. */
  readonly fetch: typeof globalThis.fetch
  /** Throws when a request was unexpected, or an exchange was not asked for. */
  assertDone(): void
}

export async function readFixture(file: string | URL): Promise<Fixture> {
  const path = file instanceof URL ? fileURLToPath(file) : file
  const fixture = JSON.parse(await readFile(path, 'utf8')) as Fixture
  const { version, exchanges } = fixture
  if (version === 1 && Array.isArray(exchanges)) return fixture
  throw new Error(`${path} is no fixture of version 1: record it anew.`)
}

/** All fixtures of a folder, by name. A folder that is not there holds none. */
export async function readFixtures(folder: string | URL): Promise<readonly Fixture[]> {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder
  const names = await readdir(path).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.json')).toSorted()
  return Promise.all(files.map((name) => readFixture(join(path, name))))
}

/** Answers as it was recorded, and fails for every request that was not. */
export async function replay(
  source: string | URL | Fixture,
  options: ReplayOptions = {},
): Promise<Replay> {
  const isFile = typeof source === 'string' || source instanceof URL
  return replayFixture(isFile ? await readFixture(source) : source, options)
}

export function replayFixture(fixture: Fixture, options: ReplayOptions = {}): Replay {
  const { name, exchanges } = fixture
  const unexpected: string[] = []
  let next = 0
  const refuse = (why: string): never => {
    unexpected.push(why)
    throw new TypeError(`${name}: ${why}`)
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    const index = next++
    const exchange = exchanges[index]
    if (exchange === undefined) {
      return refuse(`request ${index + 1} (${request.method} ${request.url}) was not recorded.`)
    }
    const different = await difference(request, exchange)
    if (different !== undefined) return refuse(`request ${index + 1} ${different}`)
    return respond(exchange.response, index, options)
  }
  return Object.freeze({
    fetch,
    assertDone() {
      if (unexpected.length > 0) throw new Error(`${name}: ${unexpected.join(' ')}`)
      if (next < exchanges.length) {
        throw new Error(`${name}: ${exchanges.length} requests were recorded, ${next} came.`)
      }
    },
  } satisfies Replay)
}

async function difference(
  request: Request,
  { request: recorded }: Exchange,
): Promise<string | undefined> {
  if (recorded === undefined) return undefined
  const secrets = secretsOf(request.headers)
  const { method } = request
  if (method !== recorded.method) return `is ${method}, not ${recorded.method}.`
  const url = redactUrl(request.url, secrets)
  if (url !== recorded.url) return `goes to ${url}, not to ${recorded.url}.`
  const body = redactText(await request.clone().text(), secrets)
  const wanted = recorded.body ?? ''
  if (body === wanted) return undefined
  let at = 0
  while (at < body.length && body[at] === wanted[at]) at += 1
  const from = Math.max(0, at - 20)
  return `differs from the recorded one at ${at}: "${body.slice(from, from + 60)}", not "${wanted.slice(from, from + 60)}".`
}

function respond(
  recorded: RecordedResponse,
  index: number,
  { bytes: size, edit }: ReplayOptions,
): Response {
  const whole = responseBytes(recorded)
  const bytes = edit?.(whole, index) ?? whole
  const pieces = rechunk(bytes, size ?? Math.max(1, bytes.length))
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift()
      if (piece === undefined) controller.close()
      else controller.enqueue(piece)
    },
  })
  const { status, headers } = recorded
  const isNull = status === 204 || status === 304
  return new Response(isNull ? null : body, { status, headers: { ...headers } })
}
