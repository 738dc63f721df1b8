import {
  ConfigError,
  configSchema,
  definePlugin,
  defineProvider,
  ProviderError,
  type Capabilities,
  type ChatDelta,
  type ErrorCode,
  type Plugin,
  type ProviderHost,
} from '@autobot/core/provider'
import type { Mutation } from './mutations.ts'
import { decoder } from './reference-decode.ts'
import { encode } from './reference-encode.ts'

interface Config {
  readonly apiKey?: string
  readonly apiBase?: string
}

const capabilities: Capabilities = {
  maxOutputTokens: 8000,
  tools: 'parallel',
  toolChoice: ['auto', 'none', 'required', 'tool'],
  parallelToolCalls: 'wire',
  toolCallIds: { form: 'any' },
  toolResults: { errors: 'flag', media: { image: { types: ['image/*'] } }, json: 'object' },
  roles: 'any',
  media: { image: { types: ['image/*'] }, document: { types: ['application/pdf', 'text/*'] } },
  reasoningReplay: 'signed',
  reasoningEfforts: ['none', 'low', 'medium', 'high'],
  parameters: {
    temperature: [0, 1],
    topP: 'yes',
    topK: 'yes',
    stopSequences: 4,
    seed: 'yes',
    penalties: 'yes',
  },
  structuredOutput: 'native',
  cachePoints: { places: ['tools', 'system', 'messages'] },
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'auth',
  403: 'permission',
  404: 'model_not_found',
  429: 'rate_limit',
  503: 'overloaded',
  529: 'overloaded',
}

/** A correct provider; or one with one thing wrong. */
export function referencePlugin(mutation?: Mutation): Plugin {
  const has = (name: Mutation): boolean => name === mutation
  const prefix = 'reference'
  let asked = 0

  const fail = (code: ErrorCode, message: string, more: object = {}): ProviderError =>
    new ProviderError(message, { code, provider: prefix, ...more })

  async function refusal(response: Response, key: string): Promise<ProviderError> {
    const { status, headers } = response
    const text = await response.text()
    const { refused, kind } = readRefusal(text)
    const byStatus = codes[status] ?? (status < 500 ? 'invalid_request' : 'server')
    let code = byStatus
    if (kind === 'quota' && !has('a quota is a limit')) code = 'quota'
    if (kind === 'context_overflow' && !has('an overflow is a bad request'))
      code = 'context_overflow'
    if (has('every status is server')) code = 'server'
    const seconds = Number(headers.get('retry-after') ?? Number.NaN)
    const said = has('the words of a refusal are lost') ? '' : refused.replaceAll(key, '***')
    const told = has('the key is in the error') ? ` with the key ${key}` : ''
    const requestId = headers.get('x-request-id') ?? undefined
    return fail(code, `The service refused with ${status}${told}: ${said}`, {
      ...(!has('the status is not told') && { status }),
      ...(requestId !== undefined && !has('the request id is dropped') && { requestId }),
      ...(seconds >= 0 && !has('retry-after is ignored') && { retryAfterMs: seconds * 1000 }),
      ...(has('a refusal is retryable') && { retryable: true }),
    })
  }

  const definition = defineProvider<Config>({
    prefix,
    displayName: 'Reference',
    wire: 'reference-lines',
    configSchema: configSchema<Config>({
      type: 'object',
      properties: { apiKey: { type: 'string' }, apiBase: { type: 'string' } },
    }),
    environment: ['REFERENCE_API_KEY'],
    async create(config, host) {
      const apiKey =
        config.apiKey ??
        (has('the key is read from nowhere') ? 'of-the-air' : host.secret('REFERENCE_API_KEY'))
      if (apiKey === undefined) {
        if (has('a missing key is no error')) throw new Error('no')
        throw new ConfigError('There is no key: set REFERENCE_API_KEY.')
      }
      const key = apiKey
      const url = `${config.apiBase ?? 'https://reference.example'}/chat`
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const post = (body: string, signal?: AbortSignal): Promise<Response> =>
        host.fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) })
      if (has('creating asks the service')) await post('{"messages":[]}')

      return {
        capabilities: () =>
          has('capabilities change') ? { ...capabilities, maxTools: (asked += 1) } : capabilities,
        async explain(request) {
          const encoded = encode(request, prefix, has)
          if (has('explain sends the request')) await post(JSON.stringify(encoded))
          return {
            method: 'POST',
            url,
            headers: has('explain shows the key') ? headers : { authorization: 'Bearer ***' },
            body: JSON.stringify(
              has('explain shows another body') ? { ...encoded, x: 1 } : encoded,
            ),
          }
        },
        async *stream(request, { signal }) {
          if (has('the key is in the log')) host.log('debug', `asking with ${key}`)
          const body = JSON.stringify(encode(request, prefix, has))
          try {
            yield* ask(body, key, signal, post, host)
          } catch (error) {
            if (has('an abort ends without an error') && signal.aborted) return
            if (has('a plain error is thrown')) throw new Error('It failed.', { cause: error })
            if (ProviderError.is(error)) throw error
            if (signal.aborted && !has('an abort is a network error')) {
              throw fail('aborted', 'The call was aborted.', { cause: error })
            }
            if (has('a broken connection is an end')) {
              yield { type: 'finish', reason: 'stop' }
              return
            }
            throw fail('network', 'The connection broke.', { cause: error })
          }
        },
      }
    },
  })

  async function* ask(
    body: string,
    key: string,
    signal: AbortSignal,
    post: (body: string, signal?: AbortSignal) => Promise<Response>,
    _host: ProviderHost,
  ): AsyncGenerator<ChatDelta> {
    signal.throwIfAborted()
    const deaf = has('the signal is ignored') || has('the abort is noticed before sending only')
    let response = await post(body, deaf ? undefined : signal)
    if (!response.ok && has('the provider retries')) response = await post(body, signal)
    if (!response.ok || response.body === null) throw await refusal(response, key)
    const requestId = response.headers.get('x-request-id') ?? undefined
    const { decode } = decoder(prefix, requestId, has)
    if (response.headers.get('content-type')?.includes('json') === true && !isLines(response)) {
      const whole = has('a body in one piece is not read') ? '{"lines":[]}' : await response.text()
      for (const line of linesOf(whole)) yield* decode(JSON.stringify(line))
      return
    }
    let ended = false
    for await (const line of lines(response.body, has)) {
      for (const delta of decode(line)) {
        ended ||= delta.type === 'finish'
        yield delta
      }
    }
    if (!ended && has('an end of the body is an end')) yield { type: 'finish', reason: 'stop' }
  }

  function linesOf(whole: string): readonly object[] {
    try {
      return (JSON.parse(whole) as { lines: readonly object[] }).lines
    } catch {
      throw fail('bad_response', 'The body is no JSON.')
    }
  }

  return definePlugin({
    name: 'autobot-provider-reference',
    register: (registry) => registry.provider(definition),
  })
}

function isLines(response: Response): boolean {
  return response.headers.get('content-type')?.includes('ndjson') === true
}

function readRefusal(text: string): { readonly refused: string; readonly kind?: string } {
  try {
    return JSON.parse(text) as { refused: string; kind?: string }
  } catch {
    return { refused: 'no reason was given' }
  }
}

/** Whole lines, however the bytes were cut. */
async function* lines(
  body: ReadableStream<Uint8Array>,
  has: (mutation: Mutation) => boolean,
): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const stream = !has('bytes are decoded piece by piece')
  let rest = ''
  const open = has('the connection is left open')
  for await (const bytes of body.values({ preventCancel: open })) {
    rest += decoder.decode(bytes, { stream })
    const whole = rest.split('\n')
    rest = has('lines are cut at pieces') ? '' : (whole.pop() ?? '')
    for (const line of whole) if (line.trim() !== '') yield line
  }
  if (rest.trim() !== '') yield rest
}
