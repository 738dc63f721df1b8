// The convention's own values of gen_ai.provider.name, where they differ from a prefix.
const wellKnown: ReadonlyMap<string, string> = new Map([
  ['azure', 'azure.ai.openai'],
  ['bedrock', 'aws.bedrock'],
  ['gemini', 'gcp.gemini'],
  ['kimi', 'moonshot_ai'],
  ['mistral', 'mistral_ai'],
  ['moonshot', 'moonshot_ai'],
  ['xai', 'x_ai'],
])

export interface NamedModel {
  readonly provider: string
  /** Without prefix. */
  readonly model: string
}

/** `prefix/model` as the convention names both. */
export function nameModel(ref: string): NamedModel {
  const slash = ref.indexOf('/')
  const prefix = ref.slice(0, Math.max(slash, 0))
  return { provider: wellKnown.get(prefix) ?? prefix, model: ref.slice(slash + 1) }
}
