import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultHost } from '@autobot/core'
import type { Exchange, Fixture, RecordedResponse } from './fixture.ts'
import { findSecrets, redactText, redactUrl, secretsOf } from './secrets.ts'

export interface RecordOptions {
  /** What is asked in truth. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Values that are in no fixture. Those of headers such as `authorization` are known already. */
  readonly secrets?: readonly string[]
}

export interface Tape {
  /** For the host of a provider. */
  readonly fetch: typeof globalThis.fetch
  /** What was recorded so far, without secrets. */
  exchanges(): readonly Exchange[]
  /**
   * Writes the file, `more` beside the exchanges. Throws when there is one already, when nothing
   * was recorded, and when something that looks like a secret is left.
   */
  save(
    file: string | URL,
    more?: Partial<Pick<Fixture, 'scenario' | 'model' | 'outcome'>>,
  ): Promise<Fixture>
}

/** Headers that say something of an answer and nothing of an account. */
const keptHeaders =
  /^(content-type|retry-after(-ms)?|(x-)?request-id|x-amzn-(requestid|errortype)|x-should-retry)$/i

interface Taken {
  readonly method: string
  readonly url: string
  readonly body: string | undefined
  readonly response: Response
  readonly bytes: Promise<Uint8Array>
}

/** A `fetch` that keeps what goes through it. */
export function record(options: RecordOptions = {}): Tape {
  const { fetch = defaultHost().fetch } = options
  const secrets = new Set(options.secrets)
  const taken: Taken[] = []
  const bodies: (Uint8Array | undefined)[] = []

  const recorded: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    for (const secret of secretsOf(request.headers)) secrets.add(secret)
    const body = await request.clone().text()
    const response = await fetch(input, init)
    const { method, url } = request
    const [own, theirs] = response.body === null ? [null, null] : response.body.tee()
    const index = taken.length
    const bytes = own === null ? Promise.resolve(new Uint8Array()) : whole(own)
    taken.push({ method, url, body: body === '' ? undefined : body, response, bytes })
    // Whoever stops reading keeps what had come.
    void bytes.then((all) => (bodies[index] = all)).catch(() => undefined)
    return new Response(theirs, response)
  }

  const exchangeOf = ({ method, url, body, response }: Taken, index: number): Exchange => ({
    request: {
      method,
      url: redactUrl(url, secrets),
      ...(body !== undefined && { body: redactText(body, secrets) }),
    },
    response: responseOf(response, bodies[index] ?? new Uint8Array(), secrets),
  })

  const exchanges = (): readonly Exchange[] => taken.map(exchangeOf)
  return Object.freeze({
    fetch: recorded,
    exchanges,
    async save(file, more = {}) {
      await Promise.allSettled(taken.map(({ bytes }) => bytes))
      const path = file instanceof URL ? fileURLToPath(file) : file
      if (taken.length === 0) throw new Error(`${path} was not written: nothing was recorded.`)
      const fixture: Fixture = {
        version: 1,
        name: basename(path, '.json'),
        ...more,
        exchanges: exchanges(),
      }
      const text = `${JSON.stringify(fixture, null, 2)}\n`
      const found = findSecrets(text, secrets)
      if (found.length > 0) {
        throw new Error(
          `${path} was not written: it would hold ${found.join(', ')}. Name the value in \`secrets\`.`,
        )
      }
      await mkdir(dirname(path), { recursive: true })
      await write(path, text)
      return fixture
    },
  } satisfies Tape)
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    throw new Error(`${path} is there already: remove it to record it anew.`, { cause: error })
  }
}

function responseOf(
  { status, headers }: Response,
  bytes: Uint8Array,
  secrets: Iterable<string>,
): RecordedResponse {
  const kept = [...headers].filter(([name]) => keptHeaders.test(name))
  const told = {
    status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, redactText(value, secrets)])),
  }
  const text = textOf(bytes)
  return text === undefined
    ? { ...told, base64: Buffer.from(bytes).toString('base64') }
    : { ...told, text: redactText(text, secrets) }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

async function whole(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    chunks.push(value)
  }
}
