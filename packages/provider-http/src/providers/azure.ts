import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { openai } from './openai.ts'
import { openaiModels } from '../vendor/openai-models.ts'

// https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle — the base URL names the resource.
export const azure: Vendor = vendor(
  chatWire,
  {
    prefix: 'azure',
    displayName: 'Azure OpenAI',
    wire: 'openai-chat',
    baseUrlEnvironment: ['AZURE_OPENAI_ENDPOINT'],
    resource: {
      environment: 'AZURE_RESOURCE_NAME',
      baseUrl: 'https://{}.openai.azure.com',
    },
    basePath: '/openai/v1',
    keyEnvironment: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'],
    auth: 'api-key',
    spelling: {
      maxTokensField: 'max_completion_tokens',
      userField: 'user',
      cacheKeyField: 'prompt_cache_key',
    },
    capabilities: openai.spec.capabilities,
    // By the name of the deployment, which is the model's where nobody chose another.
    models: openaiModels,
  },
  async () => [(await import('../vendor/openai-on-responses.ts')).openaiOnResponses],
)
