/** What the rules need to know of a model; told by its id alone, as the service does. */
export interface SimulatedModel {
  readonly id: string
  /** Without the prefix of an inference profile; '' behind an ARN that hides it. */
  readonly base: string
  readonly profile: boolean
  readonly family: SimulatedFamily
  /** Claude 3.5 is 305; 0 elsewhere. */
  readonly version: number
}

export type SimulatedFamily =
  | 'claude'
  | 'nova'
  | 'titan'
  | 'llama'
  | 'mistral'
  | 'writer'
  | 'deepseek'
  | 'qwen'
  | 'kimi'
  | 'gpt-oss'
  | 'cohere'
  | 'ai21'
  | 'glm'
  | 'minimax'
  | 'gemma'
  | 'unknown'

const makers: Readonly<Record<string, SimulatedFamily>> = {
  anthropic: 'claude',
  meta: 'llama',
  mistral: 'mistral',
  writer: 'writer',
  deepseek: 'deepseek',
  qwen: 'qwen',
  moonshot: 'kimi',
  moonshotai: 'kimi',
  openai: 'gpt-oss',
  cohere: 'cohere',
  ai21: 'ai21',
  zai: 'glm',
  minimax: 'minimax',
  google: 'gemma',
  nvidia: 'unknown',
}

/** Undefined for an id that no model has. */
export function simulatedModel(id: string): SimulatedModel | undefined {
  const hidden =
    /^arn:[^:]+:bedrock:[^:]*:[^:]*:(?:application-inference-profile|provisioned-model|prompt|prompt-router|custom-model-deployment)\//
  if (hidden.test(id)) return { id, base: '', profile: true, family: 'unknown', version: 0 }
  const name = id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : id
  const parts = name.split('.')
  const direct = familyOf(parts[0] ?? '', parts[1] ?? '')
  if (direct !== undefined) return model(id, name, false, direct)
  const geographies = /^(?:us|eu|apac|jp|au|ca|sa|amer|us-gov|global)$/
  if (!geographies.test(parts[0] ?? '')) return undefined
  const behind = familyOf(parts[1] ?? '', parts[2] ?? '')
  if (behind === undefined) return undefined
  return model(id, parts.slice(1).join('.'), true, behind)
}

function model(
  id: string,
  base: string,
  profile: boolean,
  family: SimulatedFamily,
): SimulatedModel {
  return { id, base, profile, family, version: family === 'claude' ? claudeVersion(base) : 0 }
}

function familyOf(maker: string, name: string): SimulatedFamily | undefined {
  if (name === '') return undefined
  if (maker === 'amazon') {
    return name.startsWith('nova') ? 'nova' : name.startsWith('titan') ? 'titan' : undefined
  }
  return Object.hasOwn(makers, maker) ? makers[maker] : undefined
}

function claudeVersion(base: string): number {
  const tail = /claude-(?:[a-z]+-)?v?(\d)(?:-(\d{1,2})(?!\d))?/.exec(base)
  return tail === null ? 0 : Number(tail[1]) * 100 + Number(tail[2] ?? 0)
}

/** Models that are only served by inference profiles. */
export function needsProfile({ base, profile, family, version }: SimulatedModel): boolean {
  if (profile) return false
  if (family === 'claude') return version >= 307
  return /^(?:meta\.llama(?:3-[23]|4)|amazon\.nova-(?:premier|2)|deepseek\.r1|mistral\.pixtral|writer\.palmyra)/.test(
    base,
  )
}
