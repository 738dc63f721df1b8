import { defaultHost } from '@autobot/core'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import type {
  ChatDelta,
  PreparedRequest,
  Provider,
  ProviderDefinition,
  ProviderHost,
} from '@autobot/core/provider'
import { bedrock } from '../src/index.ts'
import type { BedrockConfig } from '../src/index.ts'

export interface Seen {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Loopback {
  readonly url: string
  readonly seen: Seen[]
  close(): Promise<void>
}

export type Answer = (response: ServerResponse, seen: Seen, count: number) => void

export async function loopback(answer: Answer): Promise<Loopback> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      seen.push(one)
      answer(response, one, seen.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export function frame(type: string, payload: unknown, message = 'event'): Buffer {
  const kind =
    message === 'event' ? ':event-type' : message === 'error' ? ':error-code' : ':exception-type'
  const headers = Buffer.concat(
    [
      [kind, type],
      [':content-type', 'application/json'],
      [':message-type', message],
    ].map(([name = '', value = '']) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(value.length)
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7]),
        length,
        Buffer.from(value),
      ])
    }),
  )
  const body = Buffer.from(JSON.stringify(payload))
  const prelude = Buffer.alloc(12)
  prelude.writeUInt32BE(16 + headers.length + body.length, 0)
  prelude.writeUInt32BE(headers.length, 4)
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8)
  const whole = Buffer.concat([prelude, headers, body])
  const trailer = Buffer.alloc(4)
  trailer.writeUInt32BE(crc32(whole))
  return Buffer.concat([whole, trailer])
}

export const textFrames = (text: string): readonly Buffer[] => [
  frame('messageStart', { role: 'assistant', p: 'abc' }),
  frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
  frame('contentBlockStop', { contentBlockIndex: 0 }),
  frame('messageStop', { stopReason: 'end_turn' }),
  frame('metadata', { usage: { inputTokens: 3, outputTokens: 2 }, metrics: { latencyMs: 1 } }),
]

export function sendFrames(response: ServerResponse, frames: readonly Buffer[]): void {
  response.writeHead(200, {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-requestid': 'req-1',
  })
  response.end(Buffer.concat(frames))
}

export function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-errortype': `${type}:http://internal.amazon.com/`,
    'x-amzn-requestid': 'req-9',
  })
  response.end(JSON.stringify({ message }))
}

export interface TestHost extends ProviderHost {
  readonly lines: string[]
}

export function testHost(secrets: Readonly<Record<string, string>> = {}): TestHost {
  const lines: string[] = []
  return {
    fetch: defaultHost().fetch,
    secret: (name) => secrets[name],
    log: (level, message) => void lines.push(`${level} ${message}`),
    now: () => 1_800_000_000_000,
    random: () => 0.5,
    lines,
  }
}

export function definition(options?: BedrockConfig): ProviderDefinition {
  const found: ProviderDefinition[] = []
  bedrock(options).register({
    provider: (one) => void found.push(one),
    tool: () => undefined,
    toolSource: () => undefined,
    hook: () => undefined,
    sessionStore: () => undefined,
  })
  return found[0] as ProviderDefinition
}

export const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI-SECRET' }

export function open(config: BedrockConfig, host: ProviderHost = testHost()): Promise<Provider> {
  return definition().create({ ...keys, region: 'us-east-1', ...config }, host)
}

export const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

export function ask(text: string, more: Partial<PreparedRequest> = {}): PreparedRequest {
  return { model: claude, messages: [{ role: 'user', content: [{ type: 'text', text }] }], ...more }
}

export async function all(
  provider: Provider,
  request: PreparedRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChatDelta[]> {
  const deltas: ChatDelta[] = []
  for await (const delta of provider.stream(request, { signal })) deltas.push(delta)
  return deltas
}

export function textOfDeltas(deltas: readonly ChatDelta[]): string {
  return deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('')
}
