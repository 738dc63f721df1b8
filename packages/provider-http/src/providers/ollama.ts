import { local, localSpelling } from '../vendor/compatible.ts'
import type { VendorSpec } from '../vendor/spec.ts'

// https://docs.ollama.com/openai — one index for all parallel calls, pictures as bytes only.
export const ollama: VendorSpec = {
  prefix: 'ollama',
  displayName: 'Ollama',
  wire: 'openai-chat',
  baseUrl: 'http://localhost:11434/v1',
  baseUrlEnvironment: ['OLLAMA_BASE_URL'],
  keyEnvironment: ['OLLAMA_API_KEY'],
  key: 'optional',
  spelling: localSpelling,
  capabilities: { ...local, toolChoice: ['auto'] },
}
