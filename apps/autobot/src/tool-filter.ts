export interface ToolFilter {
  readonly accepts: (tool: { readonly name: string }) => boolean
  /** Whether a name that begins so could be accepted. */
  mayAccept(prefix: string): boolean
  /** Patterns that no tool has matched so far. */
  unmatched(): readonly string[]
}

/** Tool names by pattern; `*` stands for any text. */
export function createToolFilter(patterns: readonly string[]): ToolFilter {
  const rules = patterns
    .flatMap((pattern) => pattern.split(','))
    .map((pattern) => {
      const parts = pattern.trim().split('*')
      const source = parts
        .map((part) => part.replaceAll(/[^A-Za-z0-9_]/g, String.raw`\$&`))
        .join('.*')
      return { pattern: pattern.trim(), test: new RegExp(`^${source}$`), used: false }
    })
  return {
    accepts({ name }) {
      let accepted = false
      for (const rule of rules) {
        if (!rule.test.test(name)) continue
        rule.used = true
        accepted = true
      }
      return accepted
    },
    mayAccept: (prefix) =>
      rules.some(({ pattern }) => {
        const [literal = ''] = pattern.split('*')
        return pattern.includes('*')
          ? prefix.startsWith(literal) || literal.startsWith(prefix)
          : literal.startsWith(prefix)
      }),
    unmatched: () => rules.filter((rule) => !rule.used).map((rule) => rule.pattern),
  }
}
