import type { Capabilities } from '@autobot/core/provider'
import { common, document, documentInResult, image, outputSchema } from './facts.ts'
import type { ModelFacts, ReasoningSpelling, Spelling } from './facts.ts'

const schema: NonNullable<Capabilities['toolSchema']> = {
  references: 'keep',
  rootUnions: 'fold',
  additionalProperties: 'keep',
  typeArrays: 'keep',
  oneOf: 'keep',
  allOf: 'keep',
  const: 'keep',
  enums: 'any',
  tuples: 'keep',
  bounds: 'keep',
  formats: 'any',
  annotations: 'keep',
  keys: 'word64',
  otherKeywords: 'keep',
}

interface ClaudeVersion {
  /** 3.5 is 305, 4.10 would be 410. 0: too old or not to be told. */
  readonly number: number
  readonly tier: string
}

export function claudeFacts(base: string): ModelFacts {
  // Where an ARN hides the version, what holds for the middle of the line is asked for.
  const version = base === '' ? { number: 405, tier: '' } : claudeVersion(base)
  const { number } = version
  if (number < 300) return oldClaude
  const samples = number < 407
  const reasoning = reasoningOf(number)
  const forces = !/^(?:fable|mythos)$/.test(version.tier)
  const choices = forces ? (['auto', 'required', 'tool'] as const) : (['auto'] as const)
  const max = maxOutput(version)
  const native = base !== '' && (number === 405 || number === 406)
  const caches = number >= 307 || /claude-3-5-(?:haiku|sonnet-20241022)/.test(base)

  const capabilities: Capabilities = {
    ...common,
    ...(number < 406 && { contextWindow: 200_000 }),
    maxOutputTokens: max,
    defaultMaxOutputTokens: Math.min(max, 32_000),
    toolChoice: choices,
    toolChoiceWithReasoning: reasoning?.form === 'adaptive' ? choices : ['auto'],
    toolSchema: schema,
    toolResults: {
      beside: 'text',
      errors: 'flag',
      json: 'text',
      media: { image, document: documentInResult },
      otherMedia: 'user_message',
    },
    roles: 'merged',
    assistantPrefill: number < 406 && base !== '' ? 'yes' : 'no',
    media: { image, document },
    reasoningReplay: 'signed',
    reasoningEfforts: reasoning === undefined ? [] : ['none', 'low', 'medium', 'high'],
    parameters: {
      temperature: samples ? [0, 1] : null,
      topP: samples ? 'yes' : 'no',
      topK: samples ? 'yes' : 'no',
      temperatureWithTopP: number >= 400 ? 'no' : 'yes',
      refusedWithReasoning: ['temperature', 'topP', 'topK'],
      stopSequences: 100,
    },
    structuredOutput: native ? 'native' : 'tool',
    outputSchema,
    ...(caches && {
      cachePoints: {
        max: 4,
        places: ['tools', 'system', 'messages'],
        notAfter: ['document', 'video'],
        ...(number >= 405 && { ttl: ['5m', '1h'] }),
      },
    }),
  }
  const spelling: Spelling = {
    toolsInStreams: 'yes',
    topK: 'top_k',
    stopSequencePath: '/delta/stop_sequence',
    ...(reasoning !== undefined && { reasoning }),
  }
  return { capabilities, spelling }
}

function reasoningOf(number: number): ReasoningSpelling | undefined {
  if (number < 307) return undefined
  if (number < 406) return { form: 'budget' }
  return {
    form: 'adaptive',
    display: number > 406 ? 'asked' : 'given',
    byDefault: number >= 500 ? 'yes' : 'no',
  }
}

function maxOutput({ number, tier }: ClaudeVersion): number {
  if (number < 305) return 4096
  if (number < 307) return 8192
  if (tier === 'opus' && number < 405) return 32_000
  return number >= 407 ? 128_000 : 64_000
}

/** Both orders of names: `claude-3-5-sonnet-…` and `claude-sonnet-4-5-…`. */
function claudeVersion(base: string): ClaudeVersion {
  const old = /claude-(\d)(?:-(\d))?-([a-z]+)/.exec(base)
  if (old !== null) {
    return { number: Number(old[1]) * 100 + Number(old[2] ?? 0), tier: old[3] ?? '' }
  }
  const now = /claude-([a-z]+)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)/.exec(base)
  if (now === null || now[1] === 'instant') return { number: 0, tier: '' }
  return { number: Number(now[2]) * 100 + Number(now[3] ?? 0), tier: now[1] ?? '' }
}

const oldClaude: ModelFacts = {
  capabilities: {
    ...common,
    tools: 'none',
    maxOutputTokens: 4096,
    defaultMaxOutputTokens: 4096,
    media: { document },
    assistantPrefill: 'yes',
    structuredOutput: 'prompt',
  },
  spelling: { toolsInStreams: 'no' },
}
