import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { local, localSpelling } from '../vendor/compatible.ts'

// https://lmstudio.ai/docs/app/api/endpoints/openai — a tool cannot be chosen by name.
export const lmstudio: Vendor = vendor(chatWire, {
  prefix: 'lmstudio',
  displayName: 'LM Studio',
  wire: 'openai-chat',
  baseUrl: 'http://localhost:1234/v1',
  baseUrlEnvironment: ['LMSTUDIO_BASE_URL'],
  keyEnvironment: ['LMSTUDIO_API_KEY'],
  key: 'optional',
  spelling: localSpelling,
  capabilities: { ...local, toolChoice: ['auto', 'none', 'required'] },
})
