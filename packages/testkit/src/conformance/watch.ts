import {
  errorCodes,
  ProviderError,
  type ChatDelta,
  type Plugin,
  type PreparedRequest,
  type Provider,
  type ProviderDefinition,
} from '@autobot/core/provider'

/** One call of a provider, as core made it. */
export interface WatchedCall {
  readonly request: PreparedRequest
  readonly deltas: ChatDelta[]
  error?: unknown
}

const kinds = new Set<ChatDelta['type']>([
  'start',
  'text',
  'reasoning',
  'tool_call',
  'file',
  'source',
  'guardrail',
  'usage',
  'finish',
])

/** The same plugin, whose provider is watched: what breaks the contract is a complaint. */
export function watchPlugin(
  plugin: Plugin,
  calls: WatchedCall[],
  complain: (text: string) => void,
): Plugin {
  return Object.freeze({
    ...plugin,
    register: (registry) => {
      const returned: unknown = plugin.register({
        ...registry,
        provider: (definition) => registry.provider(watchDefinition(definition, calls, complain)),
      })
      if (returned !== undefined) complain('P1: register returned something; it only declares.')
    },
  } satisfies Plugin)
}

function watchDefinition(
  definition: ProviderDefinition,
  calls: WatchedCall[],
  complain: (text: string) => void,
): ProviderDefinition {
  return Object.freeze({
    ...definition,
    create: async (config, host) =>
      watchProvider(await definition.create(config, host), definition.prefix, calls, complain),
  } satisfies ProviderDefinition)
}

function watchProvider(
  provider: Provider,
  prefix: string,
  calls: WatchedCall[],
  complain: (text: string) => void,
): Provider {
  return {
    ...provider,
    capabilities: (model) => provider.capabilities(model),
    ...(provider.dispose !== undefined && { dispose: () => provider.dispose?.() ?? nothing }),
    async *stream(request, context) {
      const call: WatchedCall = { request, deltas: [] }
      calls.push(call)
      const before = textOf(request)
      try {
        for await (const delta of provider.stream(request, context)) {
          check(delta, call, prefix, complain)
          call.deltas.push(delta)
          yield delta
        }
      } catch (error) {
        call.error = error
        checkError(error, prefix, complain)
        throw error
      } finally {
        if (textOf(request) !== before) complain('P5: the request was changed.')
      }
    },
  }
}

const nothing = Promise.resolve()

/** Of bytes only how many: six million of them would take a minute. */
function textOf(request: PreparedRequest): string {
  return JSON.stringify(request, (_key, value: unknown) =>
    value instanceof Uint8Array ? `${value.length} bytes` : value,
  )
}

function check(
  delta: ChatDelta,
  { deltas }: WatchedCall,
  prefix: string,
  complain: (text: string) => void,
): void {
  const { type } = delta
  if (!kinds.has(type)) complain(`P9: there is no delta of the kind "${String(type)}".`)
  if (type === 'start' && deltas.length > 0) complain('P9: start was not the first delta.')
  const ended = deltas.some((one) => one.type === 'finish')
  if (ended && type === 'finish') complain('P12: finish came twice.')
  else if (ended && type !== 'usage') complain(`P12: ${type} came after finish.`)
  if ('providerMetadata' in delta && delta.providerMetadata !== undefined) {
    const foreign = Object.keys(delta.providerMetadata).filter((key) => key !== prefix)
    if (foreign.length > 0) complain(`P8: providerMetadata of ${foreign.join(', ')} was written.`)
  }
  if (type === 'usage') {
    for (const [field, count] of Object.entries(delta.usage)) {
      if (count !== undefined && !(Number.isInteger(count) && Number(count) >= 0)) {
        complain(`P13: usage.${field} is ${String(count)}.`)
      }
    }
  }
}

function checkError(error: unknown, prefix: string, complain: (text: string) => void): void {
  if (!ProviderError.is(error)) {
    complain(`P15: ${String(error)} was thrown, which is no ProviderError.`)
    return
  }
  if (!errorCodes.includes(error.code)) complain(`P15: there is no code "${error.code}".`)
  if (error.provider !== prefix) complain(`P15: the error names "${error.provider}".`)
  if (error.message.trim() === '') complain('P15: the error says nothing.')
}
