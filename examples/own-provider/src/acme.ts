// The provider that docs/write-a-provider.md explains: a vendor with a wire of its own, one JSON
// object a line. A package of a stranger looks the same and imports nothing else of ours.
import {
  ConfigError,
  configSchema,
  definePlugin,
  defineProvider,
  ProviderError,
  type ChatDelta,
  type ErrorCode,
  type Message,
  type PreparedRequest,
} from '@autobot/core/provider'

// #region definition
interface AcmeConfig {
  readonly apiKey?: string
  readonly apiBase?: string
}

const provider = defineProvider<AcmeConfig>({
  prefix: 'acme',
  displayName: 'Acme',
  wire: 'acme-lines',
  configSchema: configSchema<AcmeConfig>({
    type: 'object',
    properties: { apiKey: { type: 'string' }, apiBase: { type: 'string' } },
  }),
  environment: ['ACME_API_KEY'],
  create(config, host) {
    const apiKey = config.apiKey ?? host.secret('ACME_API_KEY')
    if (apiKey === undefined) {
      throw new ConfigError('Acme has no key: set ACME_API_KEY or providers.acme.api_key.', {
        path: 'providers.acme.api_key',
      })
    }
    const url = `${config.apiBase ?? 'https://api.acme.example'}/chat`
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    return {
      capabilities: () => ({ tools: 'parallel', maxOutputTokens: 4096 }),
      async *stream(request, { signal }) {
        const body = JSON.stringify(encode(request))
        try {
          const response = await host.fetch(url, { method: 'POST', headers, body, signal })
          if (!response.ok || response.body === null) throw refusal(response)
          for await (const line of lines(response.body)) yield* decode(line)
        } catch (error) {
          throw failure(error, signal)
        }
      },
    }
  },
})

export const acme = definePlugin({
  name: 'autobot-provider-acme',
  register: (registry) => registry.provider(provider),
})
// #endregion

// #region encode
function encode({ model, messages, tools = [], maxOutputTokens }: PreparedRequest) {
  return {
    model,
    messages: messages.flatMap(encodeMessage),
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    limit: maxOutputTokens,
  }
}

function encodeMessage(message: Message): object[] {
  if (message.role === 'tool') {
    return message.content.map(({ toolCallId, content }) => ({
      from: 'tool',
      call: toolCallId,
      text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    }))
  }
  const text = message.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const calls = message.content.flatMap((part) =>
    part.type === 'tool_call' ? [{ id: part.id, name: part.name, input: part.input }] : [],
  )
  return [{ from: message.role, text, ...(calls.length > 0 && { calls }) }]
}
// #endregion

// #region decode
interface AcmeLine {
  readonly text?: string
  readonly call?: { readonly id: string; readonly name: string; readonly input: unknown }
  readonly tokens?: { readonly in: number; readonly out: number }
  readonly end?: 'done' | 'cut'
}

function* decode(line: string): Generator<ChatDelta> {
  const { text, call, tokens, end } = JSON.parse(line) as AcmeLine
  if (text !== undefined) yield { type: 'text', text }
  if (call !== undefined) {
    const argumentsText = JSON.stringify(call.input)
    yield { type: 'tool_call', id: call.id, name: call.name, argumentsText, complete: true }
  }
  if (tokens !== undefined) {
    yield { type: 'usage', usage: { inputTokens: tokens.in, outputTokens: tokens.out } }
  }
  if (end !== undefined) {
    yield { type: 'finish', reason: end === 'cut' ? 'length' : 'stop', rawReason: end }
  }
}
// #endregion

// #region transport
const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  401: 'auth',
  403: 'permission',
  404: 'model_not_found',
  429: 'rate_limit',
  503: 'overloaded',
}

function refusal({ status }: Response): ProviderError {
  const code = codes[status] ?? (status < 500 ? 'invalid_request' : 'server')
  const hint = code === 'auth' ? 'Check the value of ACME_API_KEY.' : undefined
  return new ProviderError(`Acme answered with status ${status}.`, {
    code,
    provider: 'acme',
    status,
    ...(hint !== undefined && { hint }),
  })
}

function failure(error: unknown, { aborted }: AbortSignal): ProviderError {
  if (ProviderError.is(error)) return error
  const init = { provider: 'acme', cause: error }
  if (aborted) return new ProviderError('The call was aborted.', { ...init, code: 'aborted' })
  return error instanceof SyntaxError
    ? new ProviderError('Acme sent a broken line.', { ...init, code: 'bad_response' })
    : new ProviderError('Acme is out of reach.', { ...init, code: 'network' })
}

/** Whole lines, however the bytes were cut. */
async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true })
    const whole = rest.split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) if (line !== '') yield line
  }
  if (rest !== '') yield rest
}
// #endregion
