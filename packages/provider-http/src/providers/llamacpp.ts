import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { local, localSpelling } from '../vendor/compatible.ts'

// https://github.com/ggml-org/llama.cpp/tree/master/tools/server — tools need --jinja.
export const llamacpp: Vendor = vendor(chatWire, {
  prefix: 'llamacpp',
  displayName: 'llama.cpp',
  wire: 'openai-chat',
  baseUrl: 'http://localhost:8080/v1',
  baseUrlEnvironment: ['LLAMACPP_BASE_URL'],
  keyEnvironment: ['LLAMACPP_API_KEY'],
  key: 'optional',
  spelling: localSpelling,
  capabilities: { ...local, toolChoice: ['auto', 'none', 'required'] },
})
