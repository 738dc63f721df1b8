import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ChatDelta } from '@autobot/core/provider'
import { createStreamDecoder } from '../src/wire/decode-stream.ts'
import type { ConverseResponse, StreamPayload, WireUsage } from '../src/wire/types.ts'
import { unfoldResponse } from '../src/wire/unfold-response.ts'
import { all, ask, loopback, open } from './loopback.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/recordings', import.meta.url))
const live = join(folder, 'bedrock-live')
const decoded = join(folder, 'amazon-bedrock')

interface Exchange {
  readonly request: { readonly path: string }
  readonly response: {
    readonly status: number
    readonly contentType: string
    readonly base64?: string
    readonly json?: unknown
    readonly text?: string
  }
}

/** What an answer says, read with nothing of ours: the blocks in their order, as text. */
interface Told {
  readonly text: string
  readonly reasoning: string
  readonly opaque: readonly string[]
  readonly calls: readonly (readonly unknown[])[]
  readonly results: number
  readonly stopReason: string | undefined
  readonly usage: WireUsage | undefined
}

function readWhole({ output, stopReason, usage }: ConverseResponse): Told {
  const blocks = output?.message?.content ?? []
  return {
    text: blocks.map((block) => block.text ?? '').join(''),
    reasoning: blocks.map((block) => block.reasoningContent?.reasoningText?.text ?? '').join(''),
    opaque: blocks.flatMap(({ reasoningContent: found }) => [
      found?.reasoningText?.signature ?? '',
      found?.redactedContent ?? '',
    ]),
    calls: blocks.flatMap(({ toolUse: use }) =>
      use === undefined ? [] : [[use.toolUseId, use.name, use.input] as const],
    ),
    results: blocks.filter((block) => block.toolResult !== undefined).length,
    stopReason,
    usage,
  }
}

type Event = readonly [type: string, payload: StreamPayload]

function readStream(events: readonly Event[]): Told {
  const deltas = events.flatMap(([type, { contentBlockIndex, delta }]) =>
    type === 'contentBlockDelta' ? [{ index: contentBlockIndex, ...delta }] : [],
  )
  const of = (type: string): readonly StreamPayload[] =>
    events.filter(([found]) => found === type).map(([, payload]) => payload)
  return {
    text: deltas.map((delta) => delta.text ?? '').join(''),
    reasoning: deltas.map((delta) => delta.reasoningContent?.text ?? '').join(''),
    opaque: deltas.flatMap(({ reasoningContent: found }) => [
      found?.signature ?? '',
      found?.redactedContent ?? '',
    ]),
    calls: of('contentBlockStart').flatMap(({ contentBlockIndex, start }) => {
      if (start?.toolUse === undefined) return []
      const input = deltas
        .filter(({ index }) => index === contentBlockIndex)
        .map((delta) => delta.toolUse?.input ?? '')
        .join('')
      const { toolUseId, name } = start.toolUse
      return [[toolUseId, name, JSON.parse(input === '' ? '{}' : input) as unknown] as const]
    }),
    results: of('contentBlockStart').filter(({ start }) => start?.toolResult !== undefined).length,
    stopReason: of('messageStop')[0]?.stopReason,
    usage: of('metadata')[0]?.usage,
  }
}

/** Frames by their lengths alone. */
function framesOf(bytes: Buffer): readonly Event[] {
  const found: Event[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const headers = bytes.readUInt32BE(at + 4)
    const head = bytes.toString('latin1', at + 12, at + 12 + headers)
    const type = /:event-type\x07..([A-Za-z]+)/s.exec(head)?.[1] ?? ''
    const body = bytes.toString('utf8', at + 12 + headers, at + length - 4)
    found.push([type, JSON.parse(body) as StreamPayload])
    at += length
  }
  return found
}

function jsonOf({ json, text }: Exchange['response']): unknown {
  return json ?? (JSON.parse(text ?? '') as unknown)
}

function check(deltas: readonly ChatDelta[], told: Told): void {
  const texts = (type: 'text' | 'reasoning'): string =>
    deltas.map((delta) => (delta.type === type ? delta.text : '')).join('')
  expect(texts('text')).toBe(told.text)
  expect(texts('reasoning')).toBe(told.reasoning)

  const opaque = new Map<string, string>()
  for (const delta of deltas) {
    if (delta.type !== 'reasoning') continue
    const own = delta.providerMetadata?.['bedrock']
    const value = own?.['signature'] ?? own?.['redactedContent']
    if (value !== undefined) opaque.set(delta.block ?? '', String(value))
  }
  expect([...opaque.values()].join('')).toBe(told.opaque.join(''))

  const calls = new Map<string, { native: string; name: string; text: string; result: number }>()
  for (const delta of deltas) {
    if (delta.type !== 'tool_call') continue
    const call = calls.get(delta.id) ?? { native: '', name: '', text: '', result: 0 }
    calls.set(delta.id, call)
    call.native = delta.nativeId ?? call.native
    call.name = delta.name ?? call.name
    call.text += delta.argumentsText
    if (delta.providerMetadata?.['bedrock']?.['toolResult'] !== undefined) call.result = 1
  }
  const seen = [...calls.values()]
  expect(
    seen.map(({ native, name, text }) => [native, name, JSON.parse(text === '' ? '{}' : text)]),
  ).toEqual(told.calls)
  expect(seen.reduce((sum, { result }) => sum + result, 0)).toBe(told.results)

  expect(deltas.at(-1)).toMatchObject({ type: 'finish', rawReason: told.stopReason })
  expect((deltas.at(-1) as { reason: string }).reason).not.toBe('other')
  const usage = deltas.find((delta) => delta.type === 'usage')?.usage
  if (told.usage !== undefined) {
    const { inputTokens = 0, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = told.usage
    expect(usage?.inputTokens).toBe(inputTokens + cacheReadInputTokens + cacheWriteInputTokens)
    expect(usage?.outputTokens).toBe(told.usage.outputTokens)
  }
}

describe.skipIf(!existsSync(live))('recorded answers of the service', () => {
  const files = existsSync(live) ? readdirSync(live) : []
  test.each(files)('%s', async (file) => {
    const exchanges = JSON.parse(readFileSync(join(live, file), 'utf8')) as Exchange[]
    for (const { request, response } of exchanges) {
      if (request.path.endsWith('/count-tokens')) continue
      const server = await loopback((out) => {
        out.writeHead(response.status, { 'content-type': response.contentType })
        out.end(
          response.base64 === undefined
            ? (response.text ?? JSON.stringify(response.json))
            : Buffer.from(response.base64, 'base64'),
        )
      })
      try {
        const streaming = request.path.endsWith('-stream')
        // A model that does not stream tools makes the request that was recorded.
        const model = streaming ? 'amazon.nova-pro-v1:0' : 'meta.llama4-scout-17b-instruct-v1:0'
        const tools = [{ name: 't', inputSchema: { type: 'object', properties: {} } }]
        const run = all(await open({ endpoint: server.url }), ask('?', { model, tools }))
        if (response.status === 200) {
          const { base64 } = response
          check(
            await run,
            base64 === undefined
              ? readWhole(jsonOf(response) as ConverseResponse)
              : readStream(framesOf(Buffer.from(base64, 'base64'))),
          )
        } else {
          const { message } = jsonOf(response) as { readonly message: string }
          await expect(run).rejects.toMatchObject({
            status: response.status,
            provider: 'bedrock',
            message: expect.stringContaining(message),
          })
        }
      } finally {
        await server.close()
      }
    }
  })
})

describe.skipIf(!existsSync(decoded))('recorded events', () => {
  const files = existsSync(decoded) ? readdirSync(decoded) : []
  test.each(files)('%s', (file) => {
    const text = readFileSync(join(decoded, file), 'utf8')
    const decoder = createStreamDecoder()
    const deltas: ChatDelta[] = []
    if (file.endsWith('.json')) {
      const json = JSON.parse(text) as ConverseResponse
      for (const { type, payload } of unfoldResponse(json)) {
        decoder.event(type, payload, deltas)
      }
      decoder.end(deltas)
      return check(deltas, readWhole(json))
    }
    const events = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .flatMap((line) => Object.entries(JSON.parse(line) as Record<string, StreamPayload>))
    for (const [type, payload] of events) decoder.event(type, payload, deltas)
    decoder.end(deltas)
    return check(deltas, readStream(events))
  })
})
