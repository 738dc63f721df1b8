import type { ChatRequest, ChatResponse, Usage } from '@autobot/core'
import type { Attributes } from '@opentelemetry/api'

/** What the request asks for, content apart. */
export function requestAttributes(request: ChatRequest): Attributes {
  return present({
    'gen_ai.request.max_tokens': request.maxOutputTokens,
    'gen_ai.request.temperature': request.temperature,
    'gen_ai.request.top_p': request.topP,
    'gen_ai.request.top_k': request.topK,
    'gen_ai.request.stop_sequences':
      request.stopSequences === undefined ? undefined : [...request.stopSequences],
    'gen_ai.request.frequency_penalty': request.frequencyPenalty,
    'gen_ai.request.presence_penalty': request.presencePenalty,
    'gen_ai.request.seed': request.seed,
    'gen_ai.output.type': request.output === undefined ? undefined : 'json',
  })
}

export function responseAttributes(response: ChatResponse): Attributes {
  return present({
    'gen_ai.response.id': response.responseId,
    'gen_ai.response.model': response.responseModel,
    'gen_ai.response.finish_reasons': [response.finishReason],
    ...usageAttributes(response.usage),
  })
}

/** The convention counts as core does: input with what was cached, output with reasoning. */
export function usageAttributes(usage: Usage): Attributes {
  return present({
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteTokens,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens,
  })
}

export function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}
