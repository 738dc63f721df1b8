import { invalid } from '../openai-refusal.ts'
import type { HttpRefusal } from '../wire.ts'

export type ChatFlavourName = 'openai' | 'mistral' | 'deepseek' | 'groq' | 'cerebras' | 'kimi'

/** How a service differs from the others of its wire. */
export interface ChatFlavour {
  readonly name: ChatFlavourName
  readonly keys: ReadonlySet<string>
  readonly unknownKey: (key: string) => HttpRefusal
  readonly choices: ReadonlySet<string>
  readonly wrongChoice: (choice: string) => HttpRefusal
  readonly maxStop: number
  readonly maxTemperature: number
  /** Ids of calls: a test, and the refusal in the service's words. */
  readonly wrongId: (id: string, path: string) => HttpRefusal | undefined
  readonly roles: ReadonlySet<string>
  /** Where pictures are taken at all. */
  readonly pictures: boolean
  /** The field of the model's own reasoning, which goes back with calls. */
  readonly reasoningField: 'none' | 'reasoning_content' | 'reasoning'
}

const common = [
  'model',
  'messages',
  'tools',
  'tool_choice',
  'max_tokens',
  'temperature',
  'top_p',
  'stop',
  'response_format',
  'stream',
]
const more = ['parallel_tool_calls', 'stream_options', 'max_completion_tokens', 'seed', 'user']
const penalties = ['presence_penalty', 'frequency_penalty']

const base: Omit<ChatFlavour, 'name' | 'keys'> = {
  unknownKey: (key) => invalid(`Unrecognized request argument supplied: ${key}`),
  choices: new Set(['none', 'auto', 'required', 'named']),
  wrongChoice: (choice) =>
    invalid(
      `Invalid value: '${choice}'. Supported values are: 'none', 'auto', and 'required'.`,
      'tool_choice',
      'invalid_value',
    ),
  maxStop: 4,
  maxTemperature: 2,
  wrongId: (id, path) =>
    id !== '' && id.length <= 40
      ? undefined
      : invalid(
          `Invalid '${path}': string too ${id === '' ? 'short' : 'long'}. Expected a string with maximum length 40, but got a string with length ${id.length} instead.`,
          path,
          id === '' ? 'string_below_min_length' : 'string_above_max_length',
        ),
  roles: new Set(['system', 'user', 'assistant', 'tool']),
  pictures: true,
  reasoningField: 'none',
}

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
    pictures: false,
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
    pictures: false,
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
}

export function chatFlavour(name: ChatFlavourName): ChatFlavour {
  return flavours[name]
}
