import { ProviderError } from '@autobot/core/provider'
import type { CallContext, PreparedRequest, ProviderHost } from '@autobot/core/provider'
import { askService } from './ask.ts'
import { pathSegment } from './call.ts'
import type { AwsAccess } from './aws-access.ts'
import type { KnownModel } from './families/model-facts.ts'
import { encodeRequest } from './wire/encode-request.ts'

export async function countTokens(
  request: PreparedRequest,
  model: KnownModel,
  aws: AwsAccess,
  host: ProviderHost,
  { signal }: CallContext,
): Promise<number> {
  const { messages, system, toolConfig, additionalModelRequestFields } = encodeRequest(request, {
    spelling: model.spelling,
    guardrail: undefined,
    streaming: false,
  })
  const converse = { messages, system, toolConfig, additionalModelRequestFields }
  // The id of an inference profile is refused here.
  const id = model.name.base === '' ? model.name.id : model.name.base
  const url = `${aws.endpoint}/model/${pathSegment(id)}/count-tokens`
  const body = JSON.stringify({ input: { converse } })
  const answer = await askService(
    {
      method: 'POST',
      url,
      body,
      model: model.name,
      permission: { action: 'bedrock:CountTokens' },
      signal,
    },
    aws,
    host,
  )
  const count = answer['inputTokens']
  if (typeof count === 'number') return count
  throw new ProviderError('Bedrock counted no tokens.', {
    code: 'bad_response',
    provider: 'bedrock',
  })
}
