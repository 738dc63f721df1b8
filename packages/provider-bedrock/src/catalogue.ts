import type { CallContext, JsonObject, ModelInfo, ProviderHost } from '@autobot/core/provider'
import { askService } from './ask.ts'
import type { AwsAccess } from './aws-access.ts'
import { parseModel } from './models.ts'

/** Models that can be called by their own id, then those of cross-region inference profiles. */
export async function* listBedrockModels(
  aws: AwsAccess,
  host: ProviderHost,
  { signal }: CallContext,
): AsyncGenerator<ModelInfo> {
  // The catalogue is another service beside the runtime; a gateway of one's own serves both.
  const origin = aws.endpoint.replace('//bedrock-runtime.', '//bedrock.')
  const get = (path: string, action: string): Promise<Readonly<Record<string, unknown>>> =>
    askService(
      {
        method: 'GET',
        url: `${origin}${path}`,
        body: '',
        model: parseModel('the catalogue'),
        permission: { action, resource: '*' },
        signal,
      },
      aws,
      host,
    )
  const models = await get('/foundation-models', 'bedrock:ListFoundationModels')
  for (const model of objects(models['modelSummaries'])) {
    const id = model['modelId']
    if (typeof id !== 'string') continue
    if (!texts(model['outputModalities']).includes('TEXT')) continue
    if (!texts(model['inferenceTypesSupported']).includes('ON_DEMAND')) continue
    yield info(id, model['modelName'], model)
  }
  let next: unknown
  do {
    const page = typeof next === 'string' ? `&nextToken=${encodeURIComponent(next)}` : ''
    const profiles = await get(
      `/inference-profiles?maxResults=1000${page}`,
      'bedrock:ListInferenceProfiles',
    )
    for (const profile of objects(profiles['inferenceProfileSummaries'])) {
      const id = profile['inferenceProfileId']
      if (typeof id === 'string') yield info(id, profile['inferenceProfileName'], profile)
    }
    next = profiles['nextToken']
  } while (typeof next === 'string')
}

function info(id: string, name: unknown, raw: JsonObject): ModelInfo {
  return { id, ...(typeof name === 'string' && { displayName: name }), raw }
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : []
}

function texts(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
