import {
  ConfigError,
  defineProvider,
  type CallContext,
  type PreparedRequest,
  type Provider,
  type ProviderDefinition,
  type ProviderHost,
} from '@autobot/core/provider'
import { httpConfigSchema, type HttpProviderConfig } from './config.ts'
import { credentialsOf, withQuery } from './endpoint.ts'
import type { Inquiries } from './inquiries.ts'
import type { VendorCard } from './vendor-card.ts'
import type { ErrorScene } from './transport/error-scene.ts'
import type { Exchange } from './transport/ask.ts'
import { proxyFetch } from './transport/proxy/proxy-fetch.ts'
import { fetchJson } from './transport/fetch-json.ts'
import { plainSend, type Send } from './transport/send.ts'
import { streamAnswer } from './transport/stream.ts'
import { factsOf, type FactsOfModel } from './vendor/facts.ts'
import type { WireCodec } from './wire/codec.ts'
import type { Way, Wire, WireName } from './wires.ts'

/** A provider that loads the vendor's table with the first use of its prefix. */
export function vendorProvider(
  { prefix, displayName, wire, environment }: VendorCard,
  findWay: (wire: WireName) => Promise<Way>,
  config?: HttpProviderConfig,
): ProviderDefinition {
  return defineProvider<HttpProviderConfig>({
    prefix,
    displayName,
    wire: config?.type ?? wire,
    configSchema: httpConfigSchema,
    environment,
    ...(config !== undefined && { config }),
    create: async (given, host) => create(await findWay(given.type ?? wire), given, host),
  })
}

function create({ spec, wire }: Way, config: HttpProviderConfig, given: ProviderHost): Provider {
  const host: ProviderHost = { ...given, fetch: proxyFetch(given) }
  const endpoint = credentialsOf(spec, config, host)
  const facts = new Map<string, FactsOfModel>()
  const about = (model: string): FactsOfModel => {
    const known = facts.get(model) ?? factsOf(spec, model)
    if (facts.size < 1000) facts.set(model, known)
    return known
  }
  let loading: Promise<Loaded> | undefined
  const loadOnce = (): Promise<Loaded> => (loading ??= load(wire, config))

  const scene = (model?: string): ErrorScene => ({
    prefix: spec.prefix,
    baseUrl: endpoint.baseUrl,
    credentials: endpoint.credentials,
    secrets: endpoint.secrets,
    now: () => host.now(),
    ...(spec.wordlessOverflow !== undefined && { wordlessOverflow: spec.wordlessOverflow }),
    ...(model !== undefined && { model }),
  })
  const outgoing = (loaded: Loaded, request: PreparedRequest): Exchange['outgoing'] => {
    const spelling = about(request.model).spelling as never
    const body = loaded.codec.encode(request, { prefix: spec.prefix, spelling })
    return {
      method: 'POST',
      baseUrl: endpoint.baseUrl,
      path: withQuery(loaded.codec.path(request.model, spelling), endpoint),
      headers: { ...endpoint.headers, accept: 'text/event-stream' },
      body,
    }
  }
  const exchange = (
    loaded: Loaded,
    out: Exchange['outgoing'],
    { signal }: CallContext,
    model?: string,
  ): Exchange => ({
    send: loaded.send,
    outgoing: out,
    scene: scene(model),
    host,
    signal,
    timeoutMs: (config.timeoutSeconds ?? 0) * 1000,
  })

  const inquire = async (context: CallContext): Promise<Inquiries> => {
    const { inquiries } = await import('./inquiries.ts')
    return inquiries(
      spec,
      endpoint,
      async () => (await loadOnce()).codec.models(),
      async (path) => {
        const { baseUrl, headers } = endpoint
        const out = { method: 'GET' as const, baseUrl, path: withQuery(path, endpoint), headers }
        return fetchJson(exchange(await loadOnce(), out, context))
      },
    )
  }

  return {
    stream: (request, context) => {
      const prepare = async () => {
        const loaded = await loadOnce()
        const spelling = about(request.model).spelling as never
        const decoder = loaded.codec.decoder({
          prefix: spec.prefix,
          spelling,
          ...(request.tools !== undefined && {
            declared: new Set(request.tools.map(({ name }) => name)),
          }),
        })
        return {
          exchange: exchange(loaded, outgoing(loaded, request), context, request.model),
          decoder: decoder instanceof Promise ? await decoder : decoder,
        }
      }
      return streamAnswer(prepare, scene(request.model), context.signal)
    },
    capabilities: (model) => about(model).capabilities,
    async explain(request) {
      const { explained } = await import('./explained.ts')
      return explained(outgoing(await loadOnce(), request), endpoint)
    },
    async *listModels(context) {
      yield* (await inquire(context)).models()
    },
    check: async (context) => (await inquire(context)).check(),
  }
}

/** How requests are written, and what sends them. */
interface Loaded {
  readonly codec: WireCodec<never>
  readonly send: Send
}

async function load(wire: Wire, { client }: HttpProviderConfig): Promise<Loaded> {
  const codec = await wire.codec()
  if (client !== 'openai' || !wire.name.startsWith('openai-')) return { codec, send: plainSend }
  const { openaiSend } = await import('./transport/openai-send.ts')
  const send = await openaiSend().catch((cause: unknown) => {
    throw new ConfigError('The package openai, which sends the requests, is not there.', {
      hint: 'Type: npm install openai; or leave client: openai out.',
      cause,
    })
  })
  return { codec, send }
}
