import { encodeJson } from '@autobot/core/provider'
import type { CallContext, PreparedRequest, ProviderHost, Warning } from '@autobot/core/provider'
import type { AwsAccess } from './aws-access.ts'
import { isExpired, readFailure, serviceError } from './errors.ts'
import type { CallPlace } from './failure.ts'
import type { KnownModel } from './families/model-facts.ts'
import { heed, learn } from './lessons.ts'
import type { Lessons } from './lessons.ts'
import { post, textOf } from './transport/post.ts'
import { encodeMetadata } from './wire/encode-metadata.ts'
import { encodeRequest } from './wire/encode-request.ts'
import { encodeTools } from './wire/encode-tools.ts'
import type { Guardrail } from './wire/encode-request.ts'
import type { ConverseRequest } from './wire/types.ts'

export interface Call {
  readonly streaming: boolean
  readonly body: ConverseRequest
  readonly url: string
}

export function planCall(
  request: PreparedRequest,
  model: KnownModel,
  guardrail: Guardrail | undefined,
  lessons: Lessons,
  endpoint: string,
): Call {
  const { spelling } = model
  const lesson = lessons.get(request.model)
  const sent = heed(request, lesson)
  const refuses = spelling.toolsInStreams === 'no' || lesson?.toolsInStreams === 'no'
  const streaming = lesson?.streams !== 'no' && !(refuses && encodeTools(sent) !== undefined)
  const body = encodeRequest(sent, { spelling, guardrail, streaming })
  const path = streaming ? 'converse-stream' : 'converse'
  return { streaming, body, url: `${endpoint}/model/${pathSegment(request.model)}/${path}` }
}

/** As the signature needs it: everything but letters, digits and `-_.~` is escaped. */
export function pathSegment(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

export interface OpenedCall {
  readonly call: Call
  readonly response: Response
  readonly place: CallPlace
  readonly warnings: readonly Warning[]
}

/**
 * Sends until the service takes it: a refusal that says what to leave out is obeyed, expired
 * credentials are fetched again. Each happens once; failures of any other kind are thrown.
 */
export async function openCall(
  request: PreparedRequest,
  model: KnownModel,
  guardrail: Guardrail | undefined,
  lessons: Lessons,
  aws: AwsAccess,
  host: ProviderHost,
  { signal }: CallContext,
): Promise<OpenedCall> {
  let renewed = false
  for (;;) {
    const call = planCall(request, model, guardrail, lessons, aws.endpoint)
    // Encoded once, for the signature and for the wire.
    const body = encodeJson(call.body)
    const place: CallPlace = {
      model: model.name,
      region: aws.region,
      credentials: aws.credentials,
      streaming: call.streaming,
      redact: (text) => aws.redact(text),
    }
    logRequest(call, request, aws, host)
    const headers = await aws.authorize('POST', call.url, body, signal)
    const response = await post({ fetch: host.fetch, url: call.url, headers, body, signal })
    if (response.ok) return { call, response, place, warnings: told(request, lessons) }

    const text = await textOf(response, signal)
    host.log('debug', `Response ${response.status} (${Buffer.byteLength(text)} bytes)`)
    const failure = readFailure(response, text, host.now())
    host.log('debug', `HTTP ${response.status}: ${aws.redact(failure.message)}`)
    if (learn(failure, request.model, call, lessons)) continue
    if (!renewed && isExpired(failure)) {
      renewed = true
      if (await aws.renew(headers, signal)) continue
    }
    throw serviceError(failure, place)
  }
}

/** What was changed here, in the words of core's own checks. */
function told(request: PreparedRequest, lessons: Lessons): readonly Warning[] {
  const { model, maxOutputTokens = 0 } = request
  const warnings: Warning[] = encodeMetadata(request).dropped.map((key) => ({
    code: 'parameter_dropped',
    message: `metadata "${key}" was left out: Bedrock takes 16 labels of letters, digits and :_@$#=/+,.- only.`,
    path: 'metadata',
  }))
  const limit = lessons.get(model)?.maxTokens ?? Infinity
  if (maxOutputTokens > limit) {
    const message = `maxOutputTokens ${maxOutputTokens} was changed to ${limit}.`
    warnings.push({ code: 'parameter_clamped', message, path: 'maxOutputTokens' })
  }
  return warnings
}

function logRequest(
  call: Call,
  request: PreparedRequest,
  aws: AwsAccess,
  host: ProviderHost,
): void {
  host.log('info', `Bedrock: region=${aws.region} model=${request.model}`)
  const tools = call.body.toolConfig?.tools.filter((tool) => 'toolSpec' in tool).length ?? 0
  host.log(
    'debug',
    tools > 0
      ? `Bedrock toolConfig: ${tools} tools`
      : `Bedrock: no tools in request (input=${request.tools?.length ?? 0})`,
  )
  host.log('debug', `POST ${call.url}`)
}
