import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createChat, createRegistry } from '@autobot/core'
import type { CallEvent } from '@autobot/core'
import { bedrock } from '../src/index.ts'
import { claude, keys, testHost } from './loopback.ts'
import { encodeBedrockEvent } from './simulator.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/recordings', import.meta.url))

interface Exchange {
  readonly request: { readonly path: string }
  readonly response: { readonly base64?: string }
}

/** Raw streams of the service, and recorded events in frames of their own. */
function streams(): readonly (readonly [name: string, bytes: Buffer])[] {
  if (!existsSync(folder)) return []
  const live = readdirSync(join(folder, 'bedrock-live')).flatMap((file) =>
    (JSON.parse(readFileSync(join(folder, 'bedrock-live', file), 'utf8')) as Exchange[])
      .flatMap(({ response }) => response.base64 ?? [])
      .map((base64, at) => [`${file} ${at}`, Buffer.from(base64, 'base64')] as const),
  )
  const events = readdirSync(join(folder, 'amazon-bedrock'))
    .filter((file) => file.endsWith('.chunks.txt'))
    .map((file) => {
      const lines = readFileSync(join(folder, 'amazon-bedrock', file), 'utf8').split('\n')
      const frames = lines
        .filter((line) => line.trim() !== '')
        .flatMap((line) => Object.entries(JSON.parse(line) as Record<string, object>))
        .map(([type, payload]) => encodeBedrockEvent(type, payload))
      return [file, Buffer.concat(frames)] as const
    })
  return [...live, ...events]
}

interface Ended {
  readonly text: string
  readonly calls: readonly string[]
  readonly ends: number
  readonly error: unknown
}

/** One answer of these bytes, asked for as an application asks. */
async function run(bytes: Uint8Array): Promise<Ended> {
  const host = {
    ...testHost(),
    fetch: (() => Promise.resolve(new Response(new Uint8Array(bytes)))) as typeof fetch,
  }
  const registry = createRegistry({ plugins: [bedrock({ ...keys, region: 'us-east-1' })], host })
  const chat = createChat(registry, { retry: { maxRetries: 0 } })
  const events: CallEvent[] = []
  let error: unknown
  try {
    const request = {
      model: `bedrock/${claude}`,
      messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
    }
    const { signal } = new AbortController()
    for await (const event of chat(request, { signal, newId: () => 'c' })) events.push(event)
  } catch (caught) {
    error = caught
  }
  return {
    text: events.map((event) => (event.type === 'text_delta' ? event.text : '')).join(''),
    calls: events.flatMap((event) =>
      event.type === 'tool_call_end' ? JSON.stringify(event.part.input) : [],
    ),
    ends: events.filter(({ type }) => type === 'response_end').length,
    error,
  }
}

/** Places of each answer; the figure of a release is all: `AUTOBOT_CUTS=Infinity`. */
const most = Number(process.env['AUTOBOT_CUTS'] ?? 60)

function placesOf(bytes: Uint8Array): readonly number[] {
  const stride = Math.max(1, Math.floor(bytes.length / most))
  return Array.from({ length: Math.ceil(bytes.length / stride) }, (_, at) => at * stride)
}

describe.skipIf(!existsSync(folder))('a recorded stream', () => {
  test.each(streams())(
    '%s: cut anywhere, one bit flipped anywhere',
    { timeout: 3_600_000 },
    async (_name, bytes) => {
      const whole = await run(bytes)
      expect(whole.error).toBeUndefined()
      for (const at of placesOf(bytes)) {
        const flipped = Buffer.from(bytes)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
        for (const [damaged, ended] of [
          ['flipped', await run(flipped)],
          ['cut', await run(bytes.subarray(0, at))],
        ] as const) {
          const shown = `${damaged} at ${at}`
          // Never another answer, and one end: the error or, with the end marker read, the answer.
          expect(whole.text.startsWith(ended.text), shown).toBe(true)
          expect(whole.calls.slice(0, ended.calls.length), shown).toEqual(ended.calls)
          expect(ended.ends, shown).toBe(ended.error === undefined ? 1 : 0)
          if (ended.error !== undefined) expect(ended.error).toMatchObject({ code: 'bad_response' })
          else expect([damaged, ended.text], shown).toEqual(['cut', whole.text])
        }
      }
    },
  )
})
