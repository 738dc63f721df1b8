import type { Capabilities } from '@autobot/core/provider'
import { documentTypes, typesOf } from '../wire/media-format.ts'

/** How one model's requests are written; what may be asked of it is in its capabilities. */
export interface Spelling {
  /** Without it, a request with tools goes to Converse in place of ConverseStream. */
  readonly toolsInStreams: 'yes' | 'no'
  /** Default `yes`. */
  readonly toolStatus?: 'yes' | 'no'
  /** The key below `additionalModelRequestFields`. */
  readonly topK?: 'top_k' | 'inferenceConfig.topK'
  readonly reasoning?: ReasoningSpelling
  /** Where the model tells which stop sequence it met; absent where it does not. */
  readonly stopSequencePath?: '/delta/stop_sequence'
  /** `managed`: a prompt that is kept by the service and brings everything but the messages. */
  readonly prompt?: 'managed'
}

export type ReasoningSpelling =
  | { readonly form: 'budget' }
  | {
      readonly form: 'adaptive'
      /** Whether the text must be asked for. */
      readonly display: 'asked' | 'given'
      /** Whether the model reasons when nothing is said. */
      readonly byDefault: 'yes' | 'no'
    }
  | { readonly form: 'reasoningConfig' }
  | { readonly form: 'field'; readonly name: 'reasoning_effort' | 'reasoning_config' }

export interface ModelFacts {
  readonly capabilities: Capabilities
  readonly spelling: Spelling
}

type Rules<K extends 'toolSchema' | 'media'> = NonNullable<Capabilities[K]>

export const image: NonNullable<Rules<'media'>['image']> = {
  types: typesOf('image'),
  maxBytes: 3_750_000,
  maxPerMessage: 20,
}

export const document: NonNullable<Rules<'media'>['document']> = {
  types: documentTypes,
  maxBytes: 4_500_000,
  maxPerMessage: 5,
  needsText: 'yes',
  names: 'plain',
}

/** Inside a tool's result no text is needed beside it. */
export const documentInResult: NonNullable<Rules<'media'>['document']> = {
  ...document,
  needsText: 'no',
}

export const video: NonNullable<Rules<'media'>['video']> = {
  types: typesOf('video'),
  // 25 MB of base64.
  maxBytes: 18_750_000,
  maxPerMessage: 1,
}

export const audio: NonNullable<Rules<'media'>['audio']> = {
  types: typesOf('audio'),
  maxBytes: 18_750_000,
}

/** JSON Schema as nearly every model takes it: plain objects, nothing by reference. */
export const plainSchema: Rules<'toolSchema'> = {
  enums: 'any',
  bounds: 'keep',
  formats: 'any',
}

/** Shapes of answers are checked more strictly than the inputs of tools. */
export const outputSchema: Rules<'toolSchema'> = {
  references: 'keep',
  rootUnions: 'fold',
  additionalProperties: 'require_false',
  typeArrays: 'keep',
  oneOf: 'any_of',
  allOf: 'merge',
  const: 'keep',
  enums: 'any',
  tuples: 'keep',
  bounds: 'describe',
  formats: [],
  annotations: 'drop',
  keys: 'word64',
  otherKeywords: 'drop',
}

/** What holds for every model behind Converse. */
export const common: Capabilities = {
  toolsWithToolHistory: 'required',
  toolNames: { charset: 'word', maxLength: 64 },
  toolDescriptions: 'non_empty',
  toolCallIds: { form: 'word', maxLength: 64 },
  toolSchema: plainSchema,
  roles: 'strict',
  assistantPrefill: 'no',
  system: 'leading',
  structuredOutput: 'tool',
  toolResults: { beside: 'nothing', errors: 'flag', json: 'text', otherMedia: 'user_message' },
}
