import {
  defineProvider,
  type CallContext,
  type ModelInfo,
  type PreparedRequest,
  type Provider,
  type ProviderDefinition,
  type ProviderHost,
} from '@autobot/core/provider'
import { httpConfigSchema, type HttpProviderConfig } from './config.ts'
import { credentialsOf, type Endpoint } from './endpoint.ts'
import type { VendorCard } from './vendor-card.ts'
import type { ErrorScene } from './transport/error-scene.ts'
import type { Exchange } from './transport/ask.ts'
import { proxyFetch } from './transport/proxy/proxy-fetch.ts'
import { plainSend, type Send } from './transport/send.ts'
import { fetchJson, streamAnswer } from './transport/stream.ts'
import { factsOf, type FactsOfModel } from './vendor/facts.ts'
import type { VendorSpec } from './vendor/spec.ts'
import type { WireCodec } from './wire/codec.ts'
import type { WireName, Wires } from './wires.ts'

/** Where a provider has its table and its codecs from. */
export interface VendorSource {
  spec(): Promise<VendorSpec>
  readonly wires: Wires
}

/** A provider that loads the vendor's table with the first use of its prefix. */
export function vendorProvider(
  { prefix, displayName, wire, environment }: VendorCard,
  source: VendorSource,
  config?: HttpProviderConfig,
): ProviderDefinition {
  return defineProvider<HttpProviderConfig>({
    prefix,
    displayName,
    wire: config?.type ?? wire,
    configSchema: httpConfigSchema,
    environment,
    ...(config !== undefined && { config }),
    create: (given, host) => create(source, given, host),
  })
}

async function create(
  { spec: load, wires }: VendorSource,
  config: HttpProviderConfig,
  given: ProviderHost,
): Promise<Provider> {
  const host: ProviderHost = { ...given, fetch: proxyFetch(given) }
  const table = await load()
  const wireName = config.type ?? table.wire
  const spec = await wires.table(table, wireName)
  const endpoint = credentialsOf(spec, config, host)
  const facts = new Map<string, FactsOfModel>()
  const about = (model: string): FactsOfModel => {
    const known = facts.get(model) ?? factsOf(spec, model)
    if (facts.size < 1000) facts.set(model, known)
    return known
  }
  let loading: Promise<Way> | undefined
  const loadOnce = (): Promise<Way> => (loading ??= openWay(wires, wireName, config))

  const scene = (model?: string): ErrorScene => ({
    prefix: spec.prefix,
    baseUrl: endpoint.baseUrl,
    credentials: endpoint.credentials,
    secrets: endpoint.secrets,
    now: () => host.now(),
    ...(spec.wordlessOverflow !== undefined && { wordlessOverflow: spec.wordlessOverflow }),
    ...(model !== undefined && { model }),
  })
  const outgoing = (loaded: Way, request: PreparedRequest): Exchange['outgoing'] => {
    const spelling = about(request.model).spelling as never
    const body = loaded.codec.encode(request, { prefix: spec.prefix, spelling })
    return {
      method: 'POST',
      baseUrl: endpoint.baseUrl,
      path: withQuery(loaded.codec.path(request.model, spelling), endpoint),
      headers: { ...endpoint.headers, accept: 'text/event-stream' },
      body: JSON.stringify(body),
    }
  }
  const exchange = (
    loaded: Way,
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

  async function* listModels(context: CallContext): AsyncGenerator<ModelInfo> {
    const loaded = await loadOnce()
    const { models } = loaded.codec
    let cursor: string | undefined
    do {
      const { baseUrl, headers } = endpoint
      const path = withQuery(spec.modelsPath ?? models.path(cursor), endpoint)
      const out = { method: 'GET' as const, baseUrl, path, headers }
      const page = models.read(await fetchJson(exchange(loaded, out, context)))
      yield* page.models
      // A server that gives the same cursor twice would never end.
      cursor = page.cursor === cursor ? undefined : page.cursor
    } while (cursor !== undefined)
  }

  const askForKey = async (context: CallContext): Promise<void> => {
    if (spec.keyPath === undefined || endpoint.credentials === undefined) return
    const { baseUrl, headers } = endpoint
    const out = { method: 'GET' as const, baseUrl, path: spec.keyPath, headers }
    await fetchJson(exchange(await loadOnce(), out, context))
  }

  return {
    stream: (request, context) => {
      const prepare = async () => {
        const loaded = await loadOnce()
        const spelling = about(request.model).spelling as never
        return {
          exchange: exchange(loaded, outgoing(loaded, request), context, request.model),
          decoder: loaded.codec.decoder({
            prefix: spec.prefix,
            spelling,
            declared: new Set(request.tools?.map(({ name }) => name)),
          }),
        }
      }
      return streamAnswer(prepare, scene(request.model), context.signal)
    },
    capabilities: (model) => about(model).capabilities,
    async explain(request) {
      const { method, baseUrl, path, headers, body = '' } = outgoing(await loadOnce(), request)
      return {
        method,
        url: endpoint.hide(`${baseUrl}${path}`),
        headers: endpoint.shown(headers),
        body,
        ...(endpoint.credentials !== undefined && { credentials: endpoint.credentials }),
      }
    },
    listModels,
    async check(context) {
      const { check } = await import('./check.ts')
      return check(
        endpoint,
        () => listModels(context),
        () => askForKey(context),
      )
    },
  }
}

/** How requests are written, and what sends them. */
interface Way {
  readonly codec: WireCodec<never>
  readonly send: Send
}

async function openWay(wires: Wires, name: WireName, { client }: HttpProviderConfig): Promise<Way> {
  const codec = await wires.codec(name)
  if (client !== 'openai' || !name.startsWith('openai-')) return { codec, send: plainSend }
  const { openaiSend } = await import('./transport/openai-send.ts')
  return { codec, send: await openaiSend() }
}

/** A codec's path may have a query of its own. */
function withQuery(path: string, { query }: Endpoint): string {
  return query === '' || !path.includes('?') ? `${path}${query}` : `${path}&${query.slice(1)}`
}
