export const families = [
  'claude',
  'nova',
  'titan',
  'llama',
  'mistral',
  'writer',
  'deepseek',
  'qwen',
  'kimi',
  'gpt-oss',
  'cohere',
  'ai21',
  'glm',
  'minimax',
  'gemma',
  'unknown',
] as const

export type Family = (typeof families)[number]

/** What a model id says of its model. */
export interface ModelName {
  /** As it was asked for. */
  readonly id: string
  /** The vendor's own id, without region prefix and ARN; '' where an ARN hides it. */
  readonly base: string
  /** `us`, `eu`, `global`, …: the prefix of a cross-region inference profile. */
  readonly geography?: string
  readonly family: Family
}

const vendors: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['anthropic', 'claude'],
  ['meta', 'llama'],
  ['mistral', 'mistral'],
  ['writer', 'writer'],
  ['deepseek', 'deepseek'],
  ['qwen', 'qwen'],
  ['moonshot', 'kimi'],
  ['moonshotai', 'kimi'],
  ['openai', 'gpt-oss'],
  ['cohere', 'cohere'],
  ['ai21', 'ai21'],
  ['zai', 'glm'],
  ['minimax', 'minimax'],
  ['google', 'gemma'],
])

/** Region prefixes are told by what follows them: a new one needs no release of ours. */
export function parseModel(id: string, hint?: string): ModelName {
  const named = id.startsWith('arn:') ? splitArn(id) : splitId(id)
  if (named !== undefined) return { id, ...named }
  if (hint !== undefined) {
    const hinted = splitId(hint)
    if (hinted !== undefined) return { id, base: hinted.base, family: hinted.family }
    const word = hint.toLowerCase()
    const family = families.find((candidate) => candidate === word) ?? familyOfVendor(word)
    if (family !== undefined) return { id, base: '', family }
  }
  return { id, base: id.startsWith('arn:') ? '' : id, family: 'unknown' }
}

function familyOfVendor(word: string): Family | undefined {
  return word === 'amazon' ? 'nova' : vendors.get(word)
}

/** Whether a word of the configuration names a family, a vendor or a model id. */
export function isFamilyHint(hint: string): boolean {
  return hint.includes('.') || hint === 'unknown' || parseModel('arn:', hint).family !== 'unknown'
}

/** Whether nothing tells which model it is, and so what it takes. */
export function isHidden({ id, base, family }: ModelName): boolean {
  return family === 'unknown' && base === '' && !id.includes(':prompt/')
}

/** The region that an ARN belongs to. */
export function regionOfArn(id: string): string | undefined {
  const region = id.startsWith('arn:') ? id.split(':')[3] : undefined
  return region === '' ? undefined : region
}

/** The model may stand behind the kind of resource or, with a custom one, before its own name. */
function splitArn(arn: string): Omit<ModelName, 'id'> | undefined {
  const [kind = '', ...names] = arn.split(':').slice(5).join(':').split('/')
  const named = names.map(splitId).find((found) => found !== undefined)
  // A router sends to several models of a family: which one is not known.
  return named !== undefined && kind.endsWith('prompt-router')
    ? { base: '', family: named.family }
    : named
}

function splitId(id: string): Omit<ModelName, 'id'> | undefined {
  const segments = id.split('.')
  const direct = familyOf(segments[0], segments[1])
  if (direct !== undefined) return { base: id, family: direct }
  const profiled = familyOf(segments[1], segments[2])
  if (profiled === undefined || segments[0] === undefined) return undefined
  return { base: segments.slice(1).join('.'), family: profiled, geography: segments[0] }
}

function familyOf(vendor: string | undefined, model: string | undefined): Family | undefined {
  if (vendor === undefined || model === undefined) return undefined
  if (vendor === 'amazon') {
    if (model.startsWith('nova')) return 'nova'
    return model.startsWith('titan') ? 'titan' : 'unknown'
  }
  return vendors.get(vendor)
}

/** The prefixes of inference profiles that serve a model in a region, the nearest first. */
export function profilePrefixes(region: string, base: string): readonly string[] {
  const near = nearPrefixes(region)
  // Only newer models are served from anywhere; an older one would be looked for in vain.
  const everywhere =
    /^(?:anthropic\.(?!claude-(?:\d|v\d|instant))|amazon\.nova-2)/.test(base) &&
    !region.startsWith('us-gov-')
  return everywhere ? [...near, 'global'] : near
}

function nearPrefixes(region: string): readonly string[] {
  if (region.startsWith('us-gov-')) return ['us-gov']
  if (region.startsWith('us-')) return ['us']
  if (region.startsWith('ca-')) return ['ca', 'us']
  if (region.startsWith('eu-')) return ['eu']
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return ['jp', 'apac']
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return ['au', 'apac']
  return region.startsWith('ap-') ? ['apac'] : []
}

/** The resources that a policy must name so that the model may be called. */
export function modelArns({ id, base, geography }: ModelName, region: string): readonly string[] {
  const partition = region.startsWith('cn-')
    ? 'aws-cn'
    : region.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws'
  // A profile is only as good as what it leads to.
  const anywhere = `arn:${partition}:bedrock:*::foundation-model/${base === '' ? '*' : base}`
  if (id.startsWith('arn:')) return id.includes('inference-profile/') ? [id, anywhere] : [id]
  if (geography === undefined)
    return [`arn:${partition}:bedrock:${region}::foundation-model/${base}`]
  return [`arn:${partition}:bedrock:${region}:*:inference-profile/${id}`, anywhere]
}
