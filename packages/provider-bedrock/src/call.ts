import type { CallContext, PreparedRequest, ProviderHost } from '@autobot/core/provider'
import type { AwsAccess } from './client.ts'
import { isExpired, readFailure, serviceError } from './errors.ts'
import type { CallPlace, ServiceFailure } from './failure.ts'
import type { KnownModel } from './families/model-facts.ts'
import { post, textOf } from './transport/post.ts'
import { encodeRequest } from './wire/encode-request.ts'
import { encodeTools } from './wire/encode-tools.ts'
import type { Guardrail } from './wire/encode-request.ts'
import type { ConverseRequest } from './wire/types.ts'

/** What was learned of models that refused something; kept as long as the provider. */
export interface Lessons {
  readonly noToolsInStreams: Set<string>
  readonly noCachePoints: Set<string>
  readonly noToolMarkers: Set<string>
}

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
  const sent = withLessons(request, lessons)
  const refuses = spelling.toolsInStreams === 'no' || lessons.noToolsInStreams.has(request.model)
  const streaming = !(refuses && encodeTools(sent) !== undefined)
  const body = encodeRequest(sent, { spelling, guardrail, streaming })
  const path = streaming ? 'converse-stream' : 'converse'
  return { streaming, body, url: `${endpoint}/model/${pathSegment(request.model)}/${path}` }
}

function withLessons(
  request: PreparedRequest,
  { noCachePoints, noToolMarkers }: Lessons,
): PreparedRequest {
  const { cachePoints, ...plain } = request
  if (cachePoints === undefined || noCachePoints.has(request.model)) return plain
  if (!noToolMarkers.has(request.model)) return request
  return { ...plain, cachePoints: cachePoints.filter(({ after }) => after !== 'tools') }
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
    const body = new TextEncoder().encode(JSON.stringify(call.body))
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
    if (response.ok) return { call, response, place }

    const text = await textOf(response, signal)
    host.log('debug', `Response ${response.status} (${Buffer.byteLength(text)} bytes)`)
    const failure = readFailure(response, text)
    host.log('debug', `HTTP ${response.status}: ${aws.redact(failure.message)}`)
    if (learn(failure, request, call, lessons)) continue
    if (!renewed && isExpired(failure)) {
      renewed = true
      if (await aws.renew(headers, signal)) continue
    }
    throw serviceError(failure, place)
  }
}

/** True when the next request will be another one. */
function learn(
  { status, message }: ServiceFailure,
  request: PreparedRequest,
  call: Call,
  { noToolsInStreams, noCachePoints, noToolMarkers }: Lessons,
): boolean {
  // Stand-ins for the service that read a marker among the tools as a tool break down on it.
  if (status === 500 && call.body.toolConfig?.tools.some((tool) => 'cachePoint' in tool)) {
    noToolMarkers.add(request.model)
    return true
  }
  if (status !== 400 && status !== 403) return false
  if (
    call.streaming &&
    call.body.toolConfig !== undefined &&
    /tool use in streaming mode/i.test(message)
  ) {
    noToolsInStreams.add(request.model)
    return true
  }
  const marked = (request.cachePoints ?? []).length > 0 && !noCachePoints.has(request.model)
  if (marked && /\[cachePoint\]|prompt caching|explicit caching|cachePoint/i.test(message)) {
    noCachePoints.add(request.model)
    return true
  }
  return false
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
