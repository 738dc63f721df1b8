import type { Capabilities, MediaRule } from '@autobot/core/provider'
import { common, document, documentInResult, image, plainSchema, video } from './facts.ts'
import type { ModelFacts } from './facts.ts'

export function novaFacts(base: string): ModelFacts {
  const second = base.startsWith('amazon.nova-2')
  const sees = !base.includes('nova-micro') && base !== ''
  const capabilities: Capabilities = {
    ...common,
    ...windowOf(base),
    maxOutputTokens: second ? 65_535 : 10_000,
    defaultMaxOutputTokens: second ? 32_000 : 10_000,
    toolChoice: ['auto', 'required', 'tool'],
    toolSchema: plainSchema,
    toolResults: {
      beside: 'anything',
      errors: 'flag',
      json: 'text',
      // Of documents only text stands inside; others are taken beside the result.
      ...(sees && {
        media: { image, document: { ...documentInResult, types: ['text/csv', 'text/plain'] } },
      }),
      otherMedia: 'user_message',
    },
    assistantPrefill: 'yes',
    ...(sees && {
      media: { image: stored(image), document: stored(document), video: stored(video) },
    }),
    reasoningEfforts: second ? ['none', 'low', 'medium', 'high'] : [],
    parameters: {
      temperature: [0, 1],
      topP: 'yes',
      topK: 'yes',
      stopSequences: 4,
      ...(second && { refusedWithReasoning: ['temperature', 'topP', 'topK'] }),
    },
    // Whether the second generation takes markers is reported both ways: none is sent.
    ...(!second &&
      base !== '' && {
        cachePoints: {
          max: 4,
          places: ['system', 'messages'],
          notAfter: ['document', 'video', 'tool_call', 'tool_result'],
          inToolMessages: 'no',
        },
      }),
  }
  return {
    capabilities,
    spelling: {
      toolsInStreams: 'yes',
      topK: 'inferenceConfig.topK',
      ...(second && { reasoning: { form: 'reasoningConfig' } }),
    },
  }
}

/** Read by the service itself where it lies. */
function stored(rule: MediaRule): MediaRule {
  return { ...rule, urlSchemes: ['s3'] }
}

function windowOf(base: string): Pick<Capabilities, 'contextWindow'> {
  if (base.includes('nova-micro')) return { contextWindow: 128_000 }
  if (/nova-(?:lite|pro)/.test(base)) return { contextWindow: 300_000 }
  return /nova-(?:premier|2)/.test(base) ? { contextWindow: 1_000_000 } : {}
}
