import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ChatDelta } from '@autobot/core/provider'
import { createStreamDecoder } from '../src/wire/decode-stream.ts'
import type { StreamPayload } from '../src/wire/types.ts'
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

function check(deltas: readonly ChatDelta[]): void {
  const calls = new Map<string, string>()
  for (const delta of deltas) {
    if (delta.type !== 'tool_call') continue
    calls.set(delta.id, (calls.get(delta.id) ?? '') + delta.argumentsText)
  }
  for (const text of calls.values())
    expect(() => JSON.parse(text === '' ? '{}' : text) as unknown).not.toThrow()
  expect(deltas.at(-1)).toMatchObject({ type: 'finish' })
  expect((deltas.at(-1) as { reason: string }).reason).not.toBe('other')
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
        if (response.status === 200) check(await run)
        else
          await expect(run).rejects.toMatchObject({ status: response.status, provider: 'bedrock' })
      } finally {
        await server.close()
      }
    }
  })
})

describe.skipIf(!existsSync(decoded))('recorded events', () => {
  const files = existsSync(decoded)
    ? readdirSync(decoded).filter((file) => file.endsWith('.chunks.txt'))
    : []
  test.each(files)('%s', (file) => {
    const decoder = createStreamDecoder()
    const deltas: ChatDelta[] = []
    for (const line of readFileSync(join(decoded, file), 'utf8').split('\n')) {
      if (line.trim() === '') continue
      for (const [type, payload] of Object.entries(
        JSON.parse(line) as Record<string, StreamPayload>,
      )) {
        deltas.push(...decoder.event(type, payload))
      }
    }
    check([...deltas, ...decoder.end()])
  })
})
