import { geminiWire } from '../codecs/gemini.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { geminiCapabilities, geminiModels } from '../vendor/gemini-models.ts'

// https://ai.google.dev/api/generate-content
export const gemini: Vendor = vendor(geminiWire, {
  prefix: 'gemini',
  displayName: 'Google Gemini',
  wire: 'gemini',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  baseUrlEnvironment: ['GEMINI_BASE_URL', 'GOOGLE_GEMINI_BASE_URL'],
  // Its own SDK takes a base URL without the version.
  basePath: '/v1beta',
  keyEnvironment: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
  auth: 'x-goog-api-key',
  capabilities: geminiCapabilities,
  models: geminiModels,
})
