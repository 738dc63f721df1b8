import type { Capabilities } from '@autobot/core/provider'
import type { AnthropicSpelling } from '../wire/anthropic/types.ts'
import type { GeminiSpelling } from '../wire/gemini/types.ts'
import type { ChatSpelling } from '../wire/openai-chat/types.ts'
import type { ResponsesSpelling } from '../wire/openai-responses/types.ts'

/** The table of one vendor: facts, no code. */
export type VendorSpec =
  | VendorTable<'openai-chat', ChatSpelling>
  | VendorTable<'openai-responses', ResponsesSpelling>
  | VendorTable<'anthropic-messages', AnthropicSpelling>
  | VendorTable<'gemini', GeminiSpelling>

export interface VendorTable<Wire extends string, Spelling> {
  readonly prefix: string
  readonly displayName: string
  readonly wire: Wire
  /** Without a slash at the end. Absent: the configuration must name it. */
  readonly baseUrl?: string
  /** Variables that replace the base URL, the first one that is set. */
  readonly baseUrlEnvironment?: readonly string[]
  /** A variable that holds a name, which stands for `{}` in the base URL. */
  readonly resource?: { readonly environment: string; readonly baseUrl: string }
  /** Added to a base URL that has no path of its own. */
  readonly basePath?: string
  /** Variables that may hold the key, the first one that is set. */
  readonly keyEnvironment: readonly string[]
  /** Variables that may hold a token, which is sent as `bearer` whatever `auth` says. */
  readonly tokenEnvironment?: readonly string[]
  /** Default `required`; `optional` for servers on this machine. */
  readonly key?: 'required' | 'optional'
  /** The header that carries the key. Default `bearer`. */
  readonly auth?: AuthForm
  readonly headers?: Readonly<Record<string, string>>
  /** Statuses that mean a prompt that is too long when they come without a word. Default 413. */
  readonly wordlessOverflow?: readonly number[]
  /** Where models are listed, behind the base URL. Default: as the wire has it. */
  readonly modelsPath?: string
  /** What is refused without a good key, where the list of models is not. Behind the base URL. */
  readonly keyPath?: string
  readonly spelling?: Spelling
  readonly capabilities: Capabilities
  /** What differs by model: all entries that match are laid over each other in this order. */
  readonly models?: readonly ModelFacts<Spelling>[]
  /** Facts for other wires of this vendor, which `type` chooses. */
  readonly alternatives?: readonly VendorSpec[]
}

export type AuthForm = 'bearer' | 'api-key' | 'x-api-key' | 'x-goog-api-key'

export interface ModelFacts<Spelling> {
  /** Against the id as it is asked for, in lower case. */
  readonly match: RegExp
  readonly spelling?: Spelling
  readonly capabilities?: Capabilities
}
