import { invalid } from '../openai-refusal.ts'
import type { HttpRefusal } from '../wire.ts'
import {
  base,
  common,
  more,
  penalties,
  type ChatFlavour,
  type ChatFlavourName,
} from './flavour-base.ts'
import { localFlavours } from './local-flavours.ts'

export type { ChatFlavour, ChatFlavourName } from './flavour-base.ts'

const flavours: Readonly<Record<ChatFlavourName, ChatFlavour>> = {
  openai: {
    ...base,
    name: 'openai',
    keys: new Set([
      ...common,
      ...more,
      ...penalties,
      'reasoning_effort',
      'verbosity',
      'prompt_cache_key',
      'prompt_cache_retention',
      'service_tier',
      'store',
      'metadata',
      'safety_identifier',
      'n',
      'logprobs',
      'modalities',
    ]),
    roles: new Set(['system', 'developer', 'user', 'assistant', 'tool']),
  },
  mistral: {
    ...base,
    name: 'mistral',
    keys: new Set([...common, ...penalties, 'parallel_tool_calls', 'random_seed', 'safe_prompt']),
    unknownKey: (key) => ({
      status: 422,
      message: `${key}: Extra inputs are not permitted`,
      body: {
        object: 'error',
        message: {
          detail: [
            { type: 'extra_forbidden', loc: ['body', key], msg: 'Extra inputs are not permitted' },
          ],
        },
        type: 'invalid_request_error',
        code: null,
      },
    }),
    choices: new Set(['auto', 'none', 'any', 'required']),
    maxTemperature: 1.5,
    wrongId: (id) => {
      if (/^[a-zA-Z0-9]{9}$/.test(id)) return undefined
      const message = `Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`
      return {
        status: 400,
        message,
        body: { object: 'error', message, type: 'invalid_function_call', code: 3280 },
      }
    },
  },
  deepseek: {
    ...base,
    name: 'deepseek',
    keys: new Set([
      ...common,
      ...penalties,
      'stream_options',
      'reasoning_effort',
      'thinking',
      'logprobs',
    ]),
    maxStop: 16,
    pictures: 'none',
    reasoningField: 'reasoning_content',
  },
  groq: {
    ...base,
    name: 'groq',
    keys: new Set([...common, ...more, 'reasoning_effort', 'reasoning_format', 'service_tier']),
    unknownKey: (key) => invalid(`property '${key}' is unsupported`),
  },
  cerebras: {
    ...base,
    name: 'cerebras',
    keys: new Set([
      ...common,
      'stream_options',
      'max_completion_tokens',
      'seed',
      'user',
      'reasoning_effort',
    ]),
    choices: new Set(['auto', 'none']),
    maxTemperature: 1.5,
    pictures: 'none',
    reasoningField: 'reasoning',
  },
  kimi: {
    ...base,
    name: 'kimi',
    keys: new Set([...common, ...more, ...penalties, 'thinking', 'prompt_cache_key']),
    maxStop: 5,
    maxTemperature: 1,
    // The service takes any id; the model behind it goes silent over those of another form.
    wrongId: (id, path) =>
      /^(functions\.)?[\w-]+:\d+$/.test(id)
        ? undefined
        : invalid(`simulator: the model goes silent over ${path} ${id}`),
    reasoningField: 'reasoning_content',
  },
  xai: {
    ...base,
    name: 'xai',
    keys: new Set([...common, ...more, ...penalties, 'reasoning_effort', 'search_parameters']),
    unknownKey: (key) => xaiRefusal(`Argument not supported on this model: ${key}`),
    wrongChoice: (choice) => xaiRefusal(`tool_choice ${choice} is not supported`),
    reasoningField: 'reasoning_content',
    closedObjects: 'no',
  },
  openrouter: {
    ...base,
    name: 'openrouter',
    keys: new Set([
      ...common,
      ...more,
      ...penalties,
      'reasoning',
      'provider',
      'models',
      'top_k',
      'usage',
      'transforms',
      'plugins',
    ]),
    reasoningField: 'reasoning_details',
  },
  ...localFlavours,
}

function xaiRefusal(error: string): HttpRefusal {
  const code = 'Client specified an invalid argument'
  return { status: 400, message: error, body: { code, error } }
}

export function chatFlavour(name: ChatFlavourName): ChatFlavour {
  return flavours[name]
}
