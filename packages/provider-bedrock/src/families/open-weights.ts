import type { Capabilities } from '@autobot/core/provider'
import { audio, common, document, documentInResult, image, outputSchema } from './facts.ts'
import type { ModelFacts, Spelling } from './facts.ts'

const streams: Spelling = { toolsInStreams: 'yes' }
const converseOnly: Spelling = { toolsInStreams: 'no' }
const allChoices = ['auto', 'required', 'tool'] as const
const noTools: Capabilities = { ...common, tools: 'none', structuredOutput: 'prompt' }
/** Models that keep to a shape by themselves; strict about what the shape may hold. */
const shapes: Pick<Capabilities, 'structuredOutput' | 'outputSchema'> = {
  structuredOutput: 'native',
  outputSchema,
}

export function llamaFacts(base: string): ModelFacts {
  const fourth = base.includes('llama4')
  const sees = fourth || /llama3-2-(?:11|90)b/.test(base)
  const calls = fourth || /llama3-1|llama3-3|llama3-2-(?:11|90)b/.test(base) || base === ''
  if (!calls) return { capabilities: noTools, spelling: converseOnly }
  return {
    capabilities: {
      ...common,
      ...(!fourth && base !== '' && { contextWindow: 128_000 }),
      tools: 'parallel',
      toolResults: {
        ...common.toolResults,
        ...(fourth && { media: { image, document: documentInResult } }),
      },
      ...(base !== '' && { media: { document, ...(sees && { image }) } }),
      parameters: { temperature: [0, 1], topP: 'yes', stopSequences: 4 },
    },
    spelling: converseOnly,
  }
}

export function mistralFacts(base: string): ModelFacts {
  if (/mistral-7b|mixtral/.test(base)) {
    return { capabilities: { ...noTools, system: 'none' }, spelling: converseOnly }
  }
  const sees = /pixtral|mistral-large-3|magistral|ministral-3/.test(base)
  const hears = base.includes('voxtral')
  const shaped = /magistral-small|ministral-3|mistral-large-3|voxtral/.test(base)
  return {
    capabilities: {
      ...common,
      toolChoice: ['auto', 'required'],
      toolCallIds: { form: 'alphanumeric', length: 9 },
      toolResults: {
        beside: 'nothing',
        errors: 'flag',
        json: 'object',
        ...(sees && { media: { document: documentInResult } }),
        otherMedia: 'user_message',
      },
      ...(base !== '' && {
        media: { document, ...(sees && { image }), ...(hears && { audio }) },
      }),
      ...(shaped && shapes),
    },
    spelling: converseOnly,
  }
}

export function writerFacts(): ModelFacts {
  return {
    capabilities: {
      ...common,
      toolResults: { beside: 'nothing', errors: 'prefix', json: 'text' },
    },
    spelling: { toolsInStreams: 'no', toolStatus: 'no' },
  }
}

export function deepseekFacts(base: string): ModelFacts {
  if (base.includes('r1')) {
    return { capabilities: { ...noTools, media: { document } }, spelling: converseOnly }
  }
  return { capabilities: { ...common, toolChoice: ['auto', 'required'] }, spelling: streams }
}

export function qwenFacts(base: string): ModelFacts {
  const coder = base.includes('coder')
  return {
    capabilities: {
      ...common,
      ...(base.includes('qwen3') && shapes),
      roles: 'merged',
      ...(!coder && { reasoningEfforts: ['none', 'low', 'high'] }),
      ...(base.includes('-vl') && { media: { image } }),
    },
    spelling: {
      ...streams,
      ...(!coder && { reasoning: { form: 'field', name: 'reasoning_config' } }),
    },
  }
}

export function kimiFacts(base: string): ModelFacts {
  return {
    capabilities: {
      ...common,
      ...shapes,
      roles: 'merged',
      toolChoice: /thinking/.test(base) ? ['auto', 'tool'] : allChoices,
      toolCallIds: { form: 'function_index' },
    },
    spelling: streams,
  }
}

export function gptOssFacts(): ModelFacts {
  return {
    capabilities: {
      ...common,
      contextWindow: 128_000,
      reasoningEfforts: ['low', 'medium', 'high'],
      parameters: { temperature: [0, 1], topP: 'yes', stopSequences: 0 },
    },
    spelling: { ...streams, reasoning: { form: 'field', name: 'reasoning_effort' } },
  }
}

export function glmFacts(): ModelFacts {
  return {
    capabilities: { ...common, ...shapes, roles: 'merged', toolChoice: allChoices },
    spelling: streams,
  }
}

export function cohereFacts(base: string): ModelFacts {
  if (base !== '' && !base.includes('command-r')) {
    return { capabilities: { ...noTools, system: 'none' }, spelling: converseOnly }
  }
  return { capabilities: { ...common, media: { document } }, spelling: streams }
}

export function ai21Facts(base: string): ModelFacts {
  if (base.includes('jamba-instruct') || base.includes('j2')) {
    return { capabilities: noTools, spelling: converseOnly }
  }
  return { capabilities: { ...common, media: { document } }, spelling: converseOnly }
}

export function titanFacts(): ModelFacts {
  return {
    capabilities: { ...noTools, system: 'none', media: { document } },
    spelling: converseOnly,
  }
}

export function minimaxFacts(): ModelFacts {
  return { capabilities: { ...common, ...shapes }, spelling: streams }
}

export function gemmaFacts(base: string): ModelFacts {
  const shaped = /gemma-3-(?:12|27)b/.test(base)
  return {
    capabilities: { ...common, ...(shaped && shapes), ...(base !== '' && { media: { image } }) },
    spelling: streams,
  }
}

/** A prompt of prompt management brings its own model, system text, tools and parameters. */
export const promptFacts: ModelFacts = {
  capabilities: {
    ...noTools,
    system: 'none',
    parameters: { temperature: null, topP: 'no', stopSequences: 0 },
  },
  spelling: { toolsInStreams: 'yes', prompt: 'managed' },
}

/** Nothing is known: text and tools, the way that every model takes them. */
export const unknownFacts: ModelFacts = { capabilities: common, spelling: streams }
