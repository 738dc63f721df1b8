import { defaultHost } from '@autobot/core'
import type {
  ChatDelta,
  JsonObject,
  Message,
  PreparedRequest,
  Provider,
  ProviderHost,
} from '@autobot/core/provider'
import { http, type HttpProviderConfig } from '../../src/index.ts'

/** A provider of the plugin, with a host of the test's own. */
export async function open(
  prefix: string,
  config: HttpProviderConfig = {},
  host: Partial<ProviderHost> = {},
  options: Parameters<typeof http>[0] = {},
): Promise<Provider> {
  let made: Promise<Provider> | undefined
  http(options).register({
    provider(definition) {
      if (definition.prefix === prefix)
        made = definition.create({ ...(definition.config as object), ...config }, testHost(host))
    },
    tool: () => undefined,
    toolSource: () => undefined,
    hook: () => undefined,
    sessionStore: () => undefined,
  })
  if (made === undefined) throw new Error(`no provider ${prefix}`)
  return made
}

export function testHost(host: Partial<ProviderHost> = {}): ProviderHost {
  return {
    fetch: defaultHost().fetch,
    secret: () => undefined,
    log: () => undefined,
    now: () => Date.UTC(2026, 0, 1),
    random: () => 0.5,
    ...host,
  }
}

export async function drain(deltas: AsyncIterable<ChatDelta>): Promise<ChatDelta[]> {
  const all: ChatDelta[] = []
  for await (const delta of deltas) all.push(delta)
  return all
}

/** The answer that deltas make, without how they were cut. */
export interface Answer {
  readonly text: string
  readonly reasoning: string
  readonly calls: { id: string; name: string; text: string }[]
  readonly usage: object
  readonly finish: string | undefined
  readonly metadata: JsonObject
}

export function fold(deltas: readonly ChatDelta[], prefix = 'test'): Answer {
  const calls = new Map<string, { id: string; name: string; text: string }>()
  let text = ''
  let reasoning = ''
  let usage = {}
  let finish: string | undefined
  let metadata: JsonObject = {}
  for (const delta of deltas) {
    if ('providerMetadata' in delta) metadata = { ...metadata, ...delta.providerMetadata?.[prefix] }
    if (delta.type === 'text') text += delta.text
    else if (delta.type === 'reasoning') reasoning += delta.text
    else if (delta.type === 'usage') usage = { ...usage, ...delta.usage }
    else if (delta.type === 'finish') finish = delta.reason
    else if (delta.type === 'tool_call') {
      const call = calls.get(delta.id) ?? { id: '', name: '', text: '' }
      calls.set(delta.id, {
        id: delta.nativeId ?? call.id,
        name: delta.name ?? call.name,
        text: call.text + delta.argumentsText,
      })
    }
  }
  return { text, reasoning, calls: [...calls.values()], usage, finish, metadata }
}

export function ask(
  messages: string | readonly Message[],
  more: Partial<PreparedRequest> = {},
): PreparedRequest {
  const list: readonly Message[] =
    typeof messages === 'string'
      ? [{ role: 'user', content: [{ type: 'text', text: messages }] }]
      : messages
  return { model: 'm', messages: list, ...more }
}

export const context = { signal: new AbortController().signal }
