import { anthropicCapabilities } from './anthropic-models.ts'
import { compatible } from './compatible.ts'
import { geminiCapabilities } from './gemini-models.ts'
import { responsesCapabilities } from './responses.ts'
import type { VendorSpec } from './spec.ts'

/** A server of the user's own: a wire, and careful facts. */
export function customSpec(prefix: string, wire: VendorSpec['wire']): VendorSpec {
  const base = { prefix, displayName: prefix, keyEnvironment: [], key: 'optional' } as const
  switch (wire) {
    case 'openai-chat':
      return { ...base, wire, capabilities: compatible, spelling: { finishReason: 'optional' } }
    case 'openai-responses':
      return { ...base, wire, capabilities: responsesCapabilities }
    case 'anthropic-messages':
      return { ...base, wire, auth: 'x-api-key', capabilities: anthropicCapabilities }
    case 'gemini':
      return { ...base, wire, auth: 'x-goog-api-key', capabilities: geminiCapabilities }
  }
}
