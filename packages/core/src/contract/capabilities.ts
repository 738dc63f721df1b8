import type { ToolChoice } from './request.ts'

/**
 * What a model on a provider takes. Enumerated facts that the prepare passes read; each absent
 * field has the default in its comment, which is safe for a provider that says nothing. Facts
 * come from tables, never from a URL.
 */
export interface Capabilities {
  /** Tokens of input and output together. Default unknown: nothing is checked. */
  readonly contextWindow?: number
  /** Tokens; a larger `maxOutputTokens` is clamped. Default unknown. */
  readonly maxOutputTokens?: number
  /** Sent when the caller names no limit. Default: none is sent. */
  readonly defaultMaxOutputTokens?: number

  /** Default `parallel`. `none`: tool history is flattened to text and tools are left out. */
  readonly tools?: 'none' | 'single' | 'parallel'
  /** Choices that can be asked for; others are downgraded with a warning. Default `['auto']`. */
  readonly toolChoice?: readonly ToolChoiceKind[]
  /** Choices that can be asked for while reasoning is on. Default: as `toolChoice`. */
  readonly toolChoiceWithReasoning?: readonly ToolChoiceKind[]
  /** Whether `parallelToolCalls: false` can be asked for. Default `local` (only the loop obeys). */
  readonly parallelToolCalls?: 'wire' | 'local'
  /** Whether tools must be declared when the history holds tool blocks. Default `optional`. */
  readonly toolsWithToolHistory?: 'required' | 'optional'
  /** How many tools one request takes. Default 128. */
  readonly maxTools?: number
  /** Legal tool names. Default `word` with 64 characters: `[A-Za-z_][A-Za-z0-9_-]*`. */
  readonly toolNames?: { readonly charset: 'word'; readonly maxLength: number }
  /** Default `any`. */
  readonly toolDescriptions?: 'any' | 'non_empty'
  /** The dialect of JSON Schema for a tool's input. Default: the most conservative one. */
  readonly toolSchema?: SchemaDialect

  /** Legal ids of tool calls. Default `word` with 40 characters. */
  readonly toolCallIds?: ToolCallIdRule
  /** How results stand in the history. Default `adjacent`. */
  readonly toolResults?: ToolResultRules

  /** Where system text goes. Default `leading`; `none`: in front of the first user message. */
  readonly system?: 'leading' | 'none'
  /** Default `strict`: user first, roles alternate. */
  readonly roles?: 'strict' | 'merged' | 'any'
  /** Whether the last message may be the assistant's. Default `no`: a user turn is added. */
  readonly assistantPrefill?: 'yes' | 'no'

  /** Media in user messages, by kind. Default: none, each becomes a note. */
  readonly media?: MediaRules

  /** What goes back of the model's own reasoning. Default `drop`. */
  readonly reasoningReplay?: 'drop' | 'signed' | 'all'
  /** Efforts that can be asked for; others go to the nearest, with a warning. Default `[]`. */
  readonly reasoningEfforts?: readonly ('none' | 'low' | 'medium' | 'high')[]

  /** Ranges and support of sampling parameters. Default: temperature 0 to 1, topP, stop. */
  readonly parameters?: ParameterRules

  /** How an answer of a given shape is asked for. Default `tool` if it has tools, else `prompt`. */
  readonly structuredOutput?: 'native' | 'tool' | 'prompt'
  /** The dialect of JSON Schema for `output`. Default: as `toolSchema`. */
  readonly outputSchema?: SchemaDialect

  /** Where cache markers may stand. Default: the provider takes none. */
  readonly cachePoints?: CachePointRules

  /** Whether an answer may come without any content. Default `no`: that is `bad_response`. */
  readonly emptyAnswers?: 'yes' | 'no'
}

export type ToolChoiceKind = Extract<ToolChoice, string> | 'tool'

/**
 * `any`: every string; `word`: `[A-Za-z0-9_-]`; `alphanumeric`: `[A-Za-z0-9]`, exactly
 * `length` characters; `function_index`: `functions.{name}:{n}`, n counted over the conversation.
 */
export type ToolCallIdRule =
  | { readonly form: 'any'; readonly maxLength?: number }
  | { readonly form: 'word'; readonly maxLength: number }
  | { readonly form: 'alphanumeric'; readonly length: number }
  | { readonly form: 'function_index' }

export interface ToolResultRules {
  /** What may stand beside results in one turn. `anything`; `text`; `nothing`. Default `anything`. */
  readonly beside?: 'anything' | 'text' | 'nothing'
  /** Whether the wire has a flag for errors. Default `prefix`: the text begins with `Error: `. */
  readonly errors?: 'flag' | 'prefix'
  /** How a JSON value is sent. Default `text`. */
  readonly json?: 'text' | 'object'
  /** Kinds of media that may stand inside a result; others follow in a user message. Default none. */
  readonly media?: MediaRules
  /** Where media of a result may follow in a user message. Default `user_message`. */
  readonly otherMedia?: 'user_message' | 'note'
}

/** By kind, the media types taken. `image/*` takes all of a kind. Absent: none. */
export interface MediaRules {
  readonly image?: MediaRule
  readonly document?: MediaRule
  readonly audio?: MediaRule
  readonly video?: MediaRule
}

export interface MediaRule {
  readonly types: readonly string[]
  /** Default `bytes`: a URL is fetched first. */
  readonly sources?: 'bytes' | 'bytes_or_url'
  /** Schemes of URLs that the provider reads itself, besides: `s3`. Default none. */
  readonly urlSchemes?: readonly string[]
  /** Bytes of one file. Default unknown. */
  readonly maxBytes?: number
  /** Files of this kind in one message. Default unknown. */
  readonly maxPerMessage?: number
  /** Whether text must stand in the same message. Default `no`. */
  readonly needsText?: 'yes' | 'no'
  /** Legal names. Default `any`; `plain`: `document-1`, numbered by first appearance. */
  readonly names?: 'any' | 'plain'
}

export interface ParameterRules {
  /** Null: refused. Default `[0, 1]`. */
  readonly temperature?: readonly [min: number, max: number] | null
  /** Default `yes`. */
  readonly topP?: 'yes' | 'no'
  /** Whether temperature and topP may stand together. Default `yes`; `no`: topP is dropped. */
  readonly temperatureWithTopP?: 'yes' | 'no'
  /** Default `no`. */
  readonly topK?: 'yes' | 'no'
  /** How many. Default 4; 0: refused. */
  readonly stopSequences?: number
  /** Default `no`. */
  readonly seed?: 'yes' | 'no'
  /** Presence and frequency. Default `no`. */
  readonly penalties?: 'yes' | 'no'
  /** Which of temperature, topP, topK are refused while reasoning is on. Default none. */
  readonly refusedWithReasoning?: readonly ('temperature' | 'topP' | 'topK')[]
  /** Tokens; the least that the wire takes. Default 1. */
  readonly minOutputTokens?: number
}

export interface CachePointRules {
  /** Default 4. */
  readonly max?: number
  readonly places: readonly ('tools' | 'system' | 'messages')[]
  /** Kinds of parts that a marker may not follow. Default none beside reasoning and blank text. */
  readonly notAfter?: readonly ('document' | 'video' | 'image' | 'tool_call' | 'tool_result')[]
  /** Whether a message with tool blocks may hold a marker. Default `yes`. */
  readonly inToolMessages?: 'yes' | 'no'
  /** Default none: the provider's own. */
  readonly ttl?: readonly ('5m' | '1h')[]
}

/** How far a target's JSON Schema goes; the conservative form of each is its default. */
export interface SchemaDialect {
  /** `$ref` and `$defs`. Default `inline`. */
  readonly references?: 'keep' | 'inline'
  /** `anyOf`, `oneOf`, `allOf` at the root. Default `fold`. */
  readonly rootUnions?: 'keep' | 'fold'
  /** Default `drop`. `drop_false`: only `false` is dropped. `require_false`: set on every object. */
  readonly additionalProperties?: 'keep' | 'drop' | 'drop_false' | 'require_false'
  /** Whether every property must be required (optional ones become nullable). Default `no`. */
  readonly allRequired?: 'yes' | 'no'
  /** `properties: {}` of the root when there are none. Default `keep`; `omit`: the whole schema is left out. */
  readonly emptyObject?: 'keep' | 'omit'
  /** `["string","null"]`. Default `any_of`. `nullable`: `nullable: true`. */
  readonly typeArrays?: 'keep' | 'any_of' | 'nullable'
  /** Default `any_of`. */
  readonly oneOf?: 'keep' | 'any_of'
  /** Default `merge`. */
  readonly allOf?: 'keep' | 'merge'
  /** Default `enum`. */
  readonly const?: 'keep' | 'enum'
  /** Default `strings`: other values are sent as text and mapped back. */
  readonly enums?: 'any' | 'strings'
  /** `prefixItems`. Default `items`: one schema for all. */
  readonly tuples?: 'keep' | 'items'
  /** Bounds, patterns, lengths. Default `describe`: moved into the description. */
  readonly bounds?: 'keep' | 'describe'
  /** Legal `format` values; others are described. Default none. */
  readonly formats?: 'any' | readonly string[]
  /** `default`, `examples`, `title`, `$schema`, `$id`, `$comment`. Default `drop`. */
  readonly annotations?: 'keep' | 'drop'
  /** Legal property keys: `[A-Za-z0-9_.-]{1,64}`, others are renamed and mapped back. Default `word64`. */
  readonly keys?: 'any' | 'word64'
  /** Where a type stands beside anyOf. Default `any`. `inside`: within each branch. */
  readonly typeBesideUnion?: 'any' | 'inside'
  /** Any other keyword (`not`, `if`, `patternProperties`, …). Default `drop`. */
  readonly otherKeywords?: 'keep' | 'drop'
}
