import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { local, localSpelling } from '../vendor/compatible.ts'

// https://github.com/amirkabiri/duckai — a bridge on this machine; it knows no system role.
export const duckai: Vendor = vendor(chatWire, {
  prefix: 'duckai',
  displayName: 'DuckAI',
  wire: 'openai-chat',
  baseUrl: 'http://localhost:3000/v1',
  baseUrlEnvironment: ['DUCKAI_API_BASE'],
  keyEnvironment: ['DUCKAI_API_KEY'],
  key: 'optional',
  spelling: { ...localSpelling, streamUsage: 'omit' },
  capabilities: { ...local, system: 'none', structuredOutput: 'prompt', media: {} },
})
