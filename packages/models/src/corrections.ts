import type { Modality, ModelFacts } from './model-facts.ts'

export interface Correction {
  readonly prefix: string
  /** Of the model's id, without prefix. */
  readonly models: RegExp
  readonly facts?: Pick<ModelFacts, 'contextWindow' | 'maxOutputTokens' | 'price'>
  /** Kinds of input that the snapshot does not name. */
  readonly input?: readonly Modality[]
  /** The page that says so. */
  readonly source: string
}

/** Made by hand, where the snapshot is wrong or coarse. Each says where it can be checked. */
export const corrections: readonly Correction[] = [
  {
    // The package narrows the window to the first price tier.
    prefix: 'openai',
    models: /^gpt-(5\.[45]|5\.6-(luna|sol|terra)|6-(astra|luna|sol)|6\.1-(sol|terra))$/,
    facts: { contextWindow: 1_050_000 },
    source: 'https://developers.openai.com/api/docs/models',
  },
  {
    prefix: 'openai',
    models:
      /^(gpt-4o(-mini)?(-20\d\d-\d\d-\d\d)?$|gpt-4\.1|gpt-[56]|o1(-pro)?$|o3(-pro)?$|o4-mini$)/,
    input: ['pdf'],
    source: 'https://developers.openai.com/api/docs/guides/pdf-files',
  },
  {
    prefix: 'anthropic',
    models: /^claude-(3-7|fable|haiku|opus|sonnet)-/,
    input: ['pdf'],
    source: 'https://platform.claude.com/docs/en/build-with-claude/pdf-support',
  },
  {
    prefix: 'bedrock',
    models:
      /(^|\.)(anthropic\.claude-(3-7|fable|haiku|opus|sonnet)-|amazon\.nova-(lite|pro|premier)-)/,
    input: ['pdf'],
    source:
      'https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html',
  },
  {
    prefix: 'bedrock',
    models: /(^|\.)amazon\.nova-(lite|pro|premier)-v1/,
    input: ['video'],
    source: 'https://docs.aws.amazon.com/nova/latest/userguide/what-is-nova.html',
  },
  {
    prefix: 'gemini',
    models: /^gemini-(2\.5-(pro|flash)|3)(?!.*(computer-use|live|image|tts))/,
    input: ['pdf', 'audio', 'video'],
    source: 'https://ai.google.dev/gemini-api/docs/models',
  },
]

const order: readonly Modality[] = ['text', 'image', 'pdf', 'audio', 'video']

/** The facts as they are after the corrections of their model. */
export function correct(facts: ModelFacts, made: readonly Correction[] = corrections): ModelFacts {
  const slash = facts.model.indexOf('/')
  const prefix = facts.model.slice(0, slash)
  const id = facts.model.slice(slash + 1)
  const own = made.filter((one) => one.prefix === prefix && one.models.test(id))
  if (own.length === 0) return facts
  const added = own.flatMap((one) => one.input ?? [])
  const input = order.filter((kind) => added.includes(kind) || facts.input?.includes(kind))
  return {
    ...facts,
    ...(added.length > 0 && { input: Object.freeze(input) }),
    ...Object.assign({}, ...own.map((one) => one.facts)),
    corrections: Object.freeze(own.map((one) => one.source)),
  }
}
