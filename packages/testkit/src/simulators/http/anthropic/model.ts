/** What the service knows of a model, from its name. */
export interface AnthropicModel {
  /** 3.5 → 3.5; 4.6 → 4.6; 5 → 5. */
  readonly version: number
  readonly maxTokens: number
}

/** Undefined: the service has no such model. */
export function anthropicModel(id: string): AnthropicModel | undefined {
  const old = /^claude-3(?:-([57]))?-(?:opus|sonnet|haiku)/.exec(id)
  if (old !== null) {
    const version = Number(`3.${old[1] ?? 0}`)
    return { version, maxTokens: version === 3 ? 4096 : version === 3.5 ? 8192 : 64_000 }
  }
  const found = /^claude-(opus|sonnet|haiku|fable|mythos)-(\d)(?:-(\d)(?!\d))?/.exec(id)
  if (found === null) return undefined
  const [, family, major, minor = '0'] = found
  const version = Number(`${major}.${minor}`)
  if (version >= 4.6) return { version, maxTokens: 128_000 }
  return { version, maxTokens: family === 'opus' && version < 4.5 ? 32_000 : 64_000 }
}
