import { compatible, openaiImages } from '../vendor/compatible.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://huggingface.co/docs/inference-providers — behind the router stand many servers.
export const huggingface: VendorSpec = {
  prefix: 'huggingface',
  displayName: 'Hugging Face',
  wire: 'openai-chat',
  baseUrl: 'https://router.huggingface.co/v1',
  keyEnvironment: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
  spelling: { thoughtTags: 'reasoning' },
  capabilities: { ...compatible, media: { image: openaiImages } },
}
