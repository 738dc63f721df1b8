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
interface Config {
  readonly apiKey?: string
  readonly apiBase?: string
}

const provider = defineProvider<Config>({
  prefix: 'acme',
  displayName: 'Acme',
  wire: 'acme-lines',
  configSchema: configSchema<Config>({
    type: 'object',
    properties: { apiKey: { type: 'string' }, apiBase: { type: 'string' } },
  }),
  environment: ['ACME_API_KEY'],
  create(config, host) {
    const key = config.apiKey ?? host.secret('ACME_API_KEY')
    if (key === undefined) {
      throw new ConfigError('Acme has no key: set ACME_API_KEY or providers.acme.api_key.', {
        path: 'providers.acme.api_key',
      })
    }
    const url = `${config.apiBase ?? 'https://api.acme.example'}/chat`
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    return {
      capabilities: () => ({ tools: 'parallel', maxOutputTokens: 8192 }),
      async *stream(request, { signal }) {
        const body = JSON.stringify(encode(request))
        try {
          const response = await host.fetch(url, { method: 'POST', headers, body, signal })
          if (!response.ok || response.body === null) throw await refusal(response, key)
          for await (const line of lines(response.body)) yield* decode(line)
        } catch (error) {
          throw failure(error, signal)
        }
      },
    }
  },
})

export const plugin = definePlugin({
  name: 'autobot-provider-acme',
  register: (registry) => registry.provider(provider),
})
// #endregion

// #region encode
function encode(request: PreparedRequest) {
  const { model, messages, tools = [] } = request
  const { maxOutputTokens, temperature, topP, stopSequences } = request
  return {
    model,
    messages: messages.flatMap(encodeMessage),
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    options: { maxOutputTokens, temperature, topP, stopSequences },
  }
}

function encodeMessage({ role, content }: Message): object[] {
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const calls = content.flatMap((part) =>
    part.type === 'tool_call' ? [{ id: part.id, name: part.name, input: part.input }] : [],
  )
  const results = content.flatMap((part) => {
    if (part.type !== 'tool_result') return []
    const texts = part.content.map((item) => (item.type === 'text' ? item.text : ''))
    return [{ from: 'tool', call: part.toolCallId, text: texts.join('') }]
  })
  return role === 'tool' ? results : [{ from: role, text, calls }]
}
// #endregion

// #region decode
interface Line {
  readonly text?: string
  readonly call?: { readonly id: string; readonly name: string; readonly input: unknown }
  readonly tokens?: { readonly in: number; readonly out: number }
  readonly end?: 'done' | 'cut'
  readonly error?: string
}

function* decode(line: string): Generator<ChatDelta> {
  const { text, call, tokens, end, error } = JSON.parse(line) as Line
  if (error !== undefined) throw new ProviderError(error, { code: 'server', provider: 'acme' })
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
const codes: Partial<Record<number, ErrorCode>> = {
  401: 'auth',
  403: 'permission',
  404: 'model_not_found',
  429: 'rate_limit',
  503: 'overloaded',
}

async function refusal(response: Response, key: string): Promise<ProviderError> {
  const { status, statusText, headers } = response
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: string } }
  const said = (body.error?.message ?? statusText).replaceAll(key, '[redacted]')
  const code = codes[status] ?? (status < 500 ? 'invalid_request' : 'server')
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return new ProviderError(`Acme answered with ${status}: ${said}`, {
    code,
    provider: 'acme',
    status,
    ...(code === 'auth' && { hint: 'Check the value of ACME_API_KEY.' }),
    ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }),
  })
}

function failure(error: unknown, { aborted }: AbortSignal): ProviderError {
  if (ProviderError.is(error)) return error
  const code = aborted ? 'aborted' : error instanceof SyntaxError ? 'bad_response' : 'network'
  return new ProviderError(`Acme: ${String(error)}`, { code, provider: 'acme', cause: error })
}

/** Whole lines, however the bytes were cut. */
async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
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
