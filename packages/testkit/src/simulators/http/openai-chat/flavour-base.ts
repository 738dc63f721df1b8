import { invalid } from '../openai-refusal.ts'
import type { HttpRefusal } from '../wire.ts'

export type ChatFlavourName =
  | 'openai'
  | 'mistral'
  | 'deepseek'
  | 'groq'
  | 'cerebras'
  | 'kimi'
  | 'xai'
  | 'openrouter'
  | 'vllm'
  | 'ollama'
  | 'lmstudio'

/** How a service differs from the others of its wire. */
export interface ChatFlavour {
  readonly name: ChatFlavourName
  /** `any`: what it does not know it passes over. */
  readonly keys: ReadonlySet<string> | 'any'
  readonly unknownKey: (key: string) => HttpRefusal
  readonly choices: ReadonlySet<string>
  readonly wrongChoice: (choice: string) => HttpRefusal
  readonly maxStop: number
  readonly maxTemperature: number
  /** Ids of calls: a test, and the refusal in the service's words. */
  readonly wrongId: (id: string, path: string) => HttpRefusal | undefined
  readonly roles: ReadonlySet<string>
  /** `bytes`: no addresses of pictures. */
  readonly pictures: 'none' | 'bytes' | 'bytes_or_url'
  /** The field of the model's own reasoning, which goes back with calls. */
  readonly reasoningField: 'none' | 'reasoning_content' | 'reasoning' | 'reasoning_details'
  /** A chat template stands behind it: roles alternate, and a null would be printed. */
  readonly template: 'yes' | 'no'
  /** How it sends calls: whole, all with the index 0, and `stop` at the end; or as OpenAI does. */
  readonly calls: 'fragments' | 'whole'
  /** Whether a schema may close objects. */
  readonly closedObjects: 'yes' | 'no'
}

export const common = [
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
export const more = [
  'parallel_tool_calls',
  'stream_options',
  'max_completion_tokens',
  'seed',
  'user',
]
export const penalties = ['presence_penalty', 'frequency_penalty']

export const base: Omit<ChatFlavour, 'name' | 'keys'> = {
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
  pictures: 'bytes_or_url',
  reasoningField: 'none',
  template: 'no',
  calls: 'fragments',
  closedObjects: 'yes',
}
