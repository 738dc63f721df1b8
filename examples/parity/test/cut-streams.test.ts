import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createAgent, defineTool, type AgentEvent, type Plugin, type Tool } from '@autobot/core'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { encodeBedrockEvent } from '@autobot/testkit'

const folder = fileURLToPath(new URL('../../../../shared/data/recordings/', import.meta.url))

interface Wire {
  readonly model: string
  readonly file: string
  readonly plugin: Plugin
  readonly contentType: string
  body(events: readonly string[]): Uint8Array
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const sse = (events: readonly string[], end = ''): Uint8Array =>
  text(events.map((event) => `data: ${event}\n\n`).join('') + end)
const named = (events: readonly string[]): Uint8Array =>
  text(
    events
      .map((event) => `event: ${(JSON.parse(event) as { type: string }).type}\ndata: ${event}\n\n`)
      .join(''),
  )

const keys = { apiKey: 'k' }
const wires: readonly Wire[] = [
  {
    model: 'openai-responses/gpt-5',
    file: 'openai/openai-shell-local-multiturn.1.chunks.txt',
    plugin: http({ 'openai-responses': keys }),
    contentType: 'text/event-stream',
    body: named,
  },
  {
    model: 'openai-responses/gpt-5',
    file: 'openai/programmatic-tool-calling.2.chunks.txt',
    plugin: http({ 'openai-responses': keys }),
    contentType: 'text/event-stream',
    body: named,
  },
  {
    model: 'groq/llama-3.3-70b-versatile',
    file: 'groq/groq-tool-call.chunks.txt',
    plugin: http({ groq: keys }),
    contentType: 'text/event-stream',
    body: (events) => sse(events, 'data: [DONE]\n\n'),
  },
  {
    model: 'anthropic/claude-sonnet-4-5',
    file: 'anthropic/anthropic-text.chunks.txt',
    plugin: http({ anthropic: keys }),
    contentType: 'text/event-stream',
    body: named,
  },
  {
    model: 'openai/gpt-4o',
    file: 'openai/azure-model-router.1.chunks.txt',
    plugin: http({ openai: keys }),
    contentType: 'text/event-stream',
    body: (events) => sse(events, 'data: [DONE]\n\n'),
  },
  {
    model: 'mistral/mistral-large',
    file: 'mistral/mistral-tool-call.chunks.txt',
    plugin: http({ mistral: keys }),
    contentType: 'text/event-stream',
    body: (events) => sse(events, 'data: [DONE]\n\n'),
  },
  {
    model: 'anthropic/claude-sonnet-4-5',
    file: 'anthropic/anthropic-tool-no-args.chunks.txt',
    plugin: http({ anthropic: keys }),
    contentType: 'text/event-stream',
    body: named,
  },
  {
    model: 'gemini/gemini-2.5-flash',
    file: 'google/google-tool-call.chunks.txt',
    plugin: http({ gemini: keys }),
    contentType: 'text/event-stream',
    body: (events) => sse(events),
  },
  {
    model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    file: 'amazon-bedrock/amazon-bedrock-tool-call.1.chunks.txt',
    plugin: bedrock({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x', region: 'us-east-1' }),
    contentType: 'application/vnd.amazon.eventstream',
    body: (events) =>
      Buffer.concat(
        events.map((event) => {
          const [[type, payload] = ['', {}]] = Object.entries(JSON.parse(event) as object) as [
            string,
            object,
          ][]
          return encodeBedrockEvent(type, payload as never)
        }),
      ),
  },
]

/** Where the first whole answer ends: the cut after it is no cut. */
async function run(wire: Wire, bytes: Uint8Array, how: 'end' | 'reset') {
  const ran: string[] = []
  let asked = 0
  const fetch = (() => {
    asked += 1
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes)
        if (how === 'end') controller.close()
        else controller.error(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
      },
    })
    return Promise.resolve(new Response(body, { headers: { 'content-type': wire.contentType } }))
  }) as unknown as typeof globalThis.fetch
  const agent = createAgent({
    model: wire.model,
    plugins: [wire.plugin],
    tools: toolsOf(ran),
    host: { fetch, secret: () => undefined },
    retry: { maxRetries: 0 },
    // One step: what matters is whether the cut answer's tools run.
    stopWhen: () => true,
  })
  let said = ''
  let error: unknown
  const ends: AgentEvent[] = []
  try {
    for await (const event of agent.stream('go')) {
      if (event.type === 'text_delta') said += event.text
      if (event.type === 'run_end') ends.push(event)
    }
  } catch (thrown) {
    error = thrown
  }
  return { said, error, ran, asked, ends: ends.length }
}

function toolsOf(ran: string[]): Tool[] {
  return [
    'weather',
    'getWeather',
    'get_weather',
    'bash',
    'calculator',
    'read_file',
    'updateIssueList',
    'test-tool',
    'getDemand',
    'getInventory',
  ].map((name) =>
    defineTool({
      name,
      execute: () => {
        ran.push(name)
        return 'x'
      },
    }),
  )
}

/** Cuts of each answer; the figure of a release is all: `AUTOBOT_CUTS=Infinity`. */
const most = Number(process.env['AUTOBOT_CUTS'] ?? 150)

describe.skipIf(!existsSync(folder))('a recorded answer that is cut anywhere', () => {
  for (const wire of wires) {
    const path = folder + wire.file
    it.skipIf(!existsSync(path))(
      `is one error on ${wire.model} (${wire.file})`,
      { timeout: 3_600_000 },
      async () => {
        const lines = readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => line.trim() !== '')
        const bytes = wire.body(lines)
        const whole = await run(wire, bytes, 'end')
        expect(whole.error).toBeUndefined()
        // Were there nothing to lose, cuts would prove nothing.
        expect(whole.said.length + whole.ran.length).toBeGreaterThan(0)
        const stride = Math.max(1, Math.floor(bytes.length / most))
        let cuts = 0
        for (let at = 0; at < bytes.length; at += stride) {
          for (const how of ['end', 'reset'] as const) {
            const cut = await run(wire, bytes.slice(0, at), how)
            expect(cut.asked).toBe(1)
            expect(cut.ends).toBe(1)
            expect(whole.said.startsWith(cut.said), `text at ${at}`).toBe(true)
            // Behind the wire's own end marker nothing of the answer is missing.
            if (cut.error === undefined)
              expect([cut.said, cut.ran]).toEqual([whole.said, whole.ran])
            else expect(cut.ran, `tools at ${at}`).toEqual([])
            cuts += 1
          }
        }
        expect(cuts).toBeGreaterThan(20)
      },
    )
  }
})
