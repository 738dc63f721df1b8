import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://huggingface.co/docs/inference-providers — behind the router stand many servers.
export const huggingface: Vendor = vendor(chatWire, {
  prefix: 'huggingface',
  displayName: 'Hugging Face',
  wire: 'openai-chat',
  baseUrl: 'https://router.huggingface.co/v1',
  keyEnvironment: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
  spelling: { thoughtTags: 'reasoning' },
  capabilities: { ...compatible, media: { image: openaiImages } },
})
