import type { SimulatedFamily, SimulatedModel } from '../model.ts'

/** Which models take tools at all; undefined where nothing is known. */
export function takesTools({ family, base }: SimulatedModel): boolean {
  if (family === 'titan') return false
  if (family === 'claude') return !/claude-(?:v\d|instant)/.test(base)
  if (family === 'llama') return !/llama(?:2|3-(?:8|70)b|3-2-[13]b)/.test(base)
  if (family === 'mistral') return !/mistral-7b|mixtral/.test(base)
  if (family === 'deepseek') return !base.includes('r1')
  if (family === 'cohere') return base.includes('command-r')
  if (family === 'ai21') return !/jamba-instruct|j2/.test(base)
  return true
}

const noToolStreams: ReadonlySet<SimulatedFamily> = new Set(['llama', 'mistral', 'writer', 'ai21'])

export function streamsTools({ family }: SimulatedModel): boolean {
  return !noToolStreams.has(family)
}

export function takesSystem({ family, base }: SimulatedModel): boolean {
  if (family === 'titan') return false
  if (family === 'mistral') return !/mistral-7b|mixtral/.test(base)
  return family !== 'cohere' || base.includes('command-r')
}

/** The members of `toolChoice`; none: the field is not taken. */
export function toolChoices({ family, base }: SimulatedModel): readonly string[] {
  switch (family) {
    case 'claude':
    case 'nova':
    case 'glm':
    case 'kimi':
    case 'unknown':
      return ['auto', 'any', 'tool']
    case 'mistral':
      return ['auto', 'any']
    case 'llama':
      return ['auto']
    case 'deepseek':
      return base.includes('r1') ? [] : ['any']
    default:
      return []
  }
}

export function takesImages({ family, base }: SimulatedModel): boolean {
  if (family === 'claude') return !/claude-(?:v\d|instant)|3-5-haiku/.test(base)
  if (family === 'nova') return !base.includes('nova-micro')
  if (family === 'llama') return /llama4|llama3-2-(?:11|90)b/.test(base)
  if (family === 'mistral') return /pixtral|mistral-large-3|magistral|ministral-3/.test(base)
  if (family === 'qwen') return base.includes('-vl')
  return family === 'gemma' || family === 'unknown'
}

export function takesDocuments({ family, base }: SimulatedModel): boolean {
  if (family === 'nova') return !base.includes('nova-micro')
  return new Set<SimulatedFamily>([
    'claude',
    'llama',
    'mistral',
    'titan',
    'cohere',
    'ai21',
    'deepseek',
    'unknown',
  ]).has(family)
}

export function takesVideo({ family, base }: SimulatedModel): boolean {
  return (family === 'nova' && !base.includes('nova-micro')) || family === 'unknown'
}

export function takesAudio({ base, family }: SimulatedModel): boolean {
  return base.includes('voxtral') || family === 'unknown'
}

/** What may stand inside a result beside text and JSON. */
export function resultMedia(model: SimulatedModel): readonly string[] {
  switch (model.family) {
    case 'claude':
      return ['image', 'document']
    case 'nova':
      return takesImages(model) ? ['image', 'text document'] : []
    case 'llama':
      return model.base.includes('llama4') ? ['image', 'document'] : []
    case 'mistral':
      return takesImages(model) ? ['document'] : []
    case 'unknown':
      return ['image', 'document', 'video']
    default:
      return []
  }
}

/** What may stand beside results in one message. */
export function besideResults({ family }: SimulatedModel): readonly string[] | 'anything' {
  if (family === 'nova' || family === 'unknown') return 'anything'
  return family === 'claude' ? ['text', 'image'] : []
}

/** Whether history may begin with the assistant. */
export function startsAnyhow({ family }: SimulatedModel): boolean {
  return new Set<SimulatedFamily>(['claude', 'qwen', 'glm', 'kimi', 'unknown']).has(family)
}

export function takesShapes({ family, base, version }: SimulatedModel): boolean {
  if (family === 'claude') return version === 405 || version === 406
  if (family === 'mistral') return /magistral-small|ministral-3|mistral-large-3|voxtral/.test(base)
  return new Set<SimulatedFamily>(['qwen', 'gemma', 'glm', 'kimi', 'minimax', 'unknown']).has(
    family,
  )
}

export function maxTokens({ family, base, version }: SimulatedModel): number | undefined {
  if (family === 'claude') {
    if (version < 305) return 4096
    if (version < 307) return 8192
    if (/opus-4-(?:1|\d{8})/.test(base)) return 32_000
    return version >= 407 ? 128_000 : 64_000
  }
  if (family !== 'nova') return undefined
  return base.startsWith('amazon.nova-2') ? 65_535 : 10_000
}
