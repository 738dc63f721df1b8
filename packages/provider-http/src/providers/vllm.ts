import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { local, localSpelling } from '../vendor/compatible.ts'

// https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
export const vllm: Vendor = vendor(chatWire, {
  prefix: 'vllm',
  displayName: 'vLLM',
  wire: 'openai-chat',
  baseUrl: 'http://localhost:8000/v1',
  baseUrlEnvironment: ['VLLM_BASE_URL'],
  keyEnvironment: ['VLLM_API_KEY'],
  key: 'optional',
  spelling: localSpelling,
  capabilities: { ...local, parameters: { ...local.parameters, topK: 'yes' } },
  models: [
    {
      // Its chat template thinks or does not.
      match: /qwen3(?!.*(coder|instruct))/,
      spelling: { effortForm: 'template_thinking' },
      capabilities: { reasoningEfforts: ['none', 'high'] },
    },
  ],
})
