import { invalid, refuseOpenAi } from '../../simulators/http/openai-refusal.ts'
import { chatFlavour, type ChatFlavourName } from '../../simulators/http/openai-chat/flavour.ts'
import { startOpenAiChatSimulator } from '../../simulators/http/openai-chat/index.ts'
import type { HttpRefusal } from '../../simulators/http/wire.ts'
import type { Wire, WireFailure } from '../wire.ts'
import { chatVariations } from './openai-chat-variations.ts'
import { httpWire } from './http-wire.ts'

export function chatWire(flavour: ChatFlavourName): Wire {
  const { reasoningField } = chatFlavour(flavour)
  const reasons = reasoningField !== 'none'
  return httpWire({
    name: 'openai-chat',
    start: (options) => startOpenAiChatSimulator({ ...options, flavour }),
    stops: {
      stop: 'stop',
      length: 'length',
      content_filter: 'content_filter',
      tool_calls: 'tool_calls',
      unknown: 'odd',
    },
    refuse: refuseAsOpenAi,
    variations: chatVariations,
    lacks: {
      stop_sequence: 'Chat Completions does not tell which stop sequence was met.',
      hidden_reasoning: 'Chat Completions has no reasoning that is only ciphertext.',
      ...(!reasons && { reasoning: `This service (${flavour}) does not show reasoning.` }),
    },
    echoes: (part) =>
      part.type === 'reasoning' && reasons ? [JSON.stringify(part.text).slice(1, -1)] : [],
  })
}

/** In the words of OpenAI, on both of its wires. */
export function refuseAsOpenAi({ status, message, kind }: WireFailure): HttpRefusal {
  if (kind === 'quota') return refuseOpenAi(status, message, 'insufficient_quota')
  if (kind === 'context_overflow') {
    return invalid(message, 'messages', 'context_length_exceeded')
  }
  return refuseOpenAi(status, message)
}
