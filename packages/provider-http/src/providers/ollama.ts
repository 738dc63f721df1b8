import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { local, localSpelling } from '../vendor/compatible.ts'

// https://docs.ollama.com/openai — one index for all parallel calls, pictures as bytes only.
export const ollama: Vendor = vendor(chatWire, {
  prefix: 'ollama',
  displayName: 'Ollama',
  wire: 'openai-chat',
  baseUrl: 'http://localhost:11434/v1',
  baseUrlEnvironment: ['OLLAMA_BASE_URL'],
  keyEnvironment: ['OLLAMA_API_KEY'],
  key: 'optional',
  spelling: localSpelling,
  capabilities: { ...local, toolChoice: ['auto'] },
})
