import { ProviderError } from '@autobot/core/provider'
import type { ProviderHost } from '@autobot/core/provider'
import type { AwsAccess } from './aws-access.ts'
import { readFailure, serviceError } from './errors.ts'
import type { CallPlace } from './failure.ts'
import type { ModelName } from './models.ts'
import { post, textOf } from './transport/post.ts'

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body: string
  /** What a failure is about. */
  readonly model: ModelName
  readonly permission: NonNullable<CallPlace['permission']>
  readonly signal: AbortSignal
}

/** One signed request whose answer is one JSON object. */
export async function askService(
  { method, url, body, model, permission, signal }: Question,
  aws: AwsAccess,
  host: ProviderHost,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = await aws.authorize(method, url, body, signal)
  const response = await post({
    fetch: host.fetch,
    url,
    headers,
    body,
    signal,
    ...(method === 'GET' && { method }),
  })
  const text = await textOf(response, signal)
  if (!response.ok) {
    throw serviceError(readFailure(response, text, host.now()), {
      model,
      permission,
      region: aws.region,
      credentials: aws.credentials,
      streaming: false,
      redact: (shown) => aws.redact(shown),
    })
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw new ProviderError('Bedrock answered with something that is not its JSON.', {
    code: 'bad_response',
    provider: 'bedrock',
  })
}
