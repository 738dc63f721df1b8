import {
  configSchema,
  definePlugin,
  defineProvider,
  ProviderError,
  type Capabilities,
  type ChatDelta,
  type Plugin,
  type PreparedRequest,
} from '@autobot/core/provider'

/** One model call: the deltas of the answer, or the error that is thrown before or between them. */
export type ScriptStep = readonly (ChatDelta | Error)[] | Error

export interface ScriptedProviderOptions {
  /** Default `scripted`. */
  readonly prefix?: string
  /** Of every model. Default: those of a provider that says nothing. */
  readonly capabilities?: Capabilities
}

export interface ScriptedProvider {
  readonly plugin: Plugin
  /** What the provider was asked, in order. */
  readonly requests: readonly PreparedRequest[]
  /** Throws unless each step was used, and none was missing. */
  assertDone(): void
}

/** A provider without a network: answers each call with the next step of the script. */
export function scriptedProvider(
  script: readonly ScriptStep[],
  options: ScriptedProviderOptions = {},
): ScriptedProvider {
  const { prefix = 'scripted', capabilities = {} } = options
  const steps = [...script]
  const requests: PreparedRequest[] = []

  async function* stream(
    request: PreparedRequest,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<ChatDelta> {
    const number = requests.push(request)
    const step = steps[number - 1]
    if (step === undefined) {
      // Of a kind that is not retried: a retry would hide that the call was one too many.
      throw new ProviderError(`${prefix}: call ${number} is not in the script.`, {
        code: 'invalid_request',
        provider: prefix,
      })
    }
    for (const item of step instanceof Error ? [step] : step) {
      if (signal.aborted) {
        throw new ProviderError(`${prefix}: the call was aborted.`, {
          code: 'aborted',
          provider: prefix,
          cause: signal.reason,
        })
      }
      if (item instanceof Error) throw item
      yield item
    }
  }

  const definition = defineProvider({
    prefix,
    displayName: 'Scripted',
    wire: 'script',
    configSchema: configSchema({ type: 'object', properties: {} }),
    environment: [],
    create: () => ({ stream, capabilities: () => capabilities }),
  })
  return Object.freeze({
    plugin: definePlugin({
      name: `scripted-provider-${prefix}`,
      register: (registry) => registry.provider(definition),
    }),
    requests,
    assertDone() {
      if (requests.length === steps.length) return
      const planned = `${steps.length} model call${steps.length === 1 ? '' : 's'}`
      throw new Error(`${prefix}: the script has ${planned}, ${requests.length} came.`)
    },
  })
}
