import type { ConfigPath, Problem } from './config.ts'
import { nodeAt } from './schema.ts'

export interface Expansion {
  readonly value: unknown
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** What variables held, or their defaults, with the path that uses them. */
  readonly used: readonly {
    readonly path: ConfigPath
    readonly variable: string
    readonly value: string
  }[]
}

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g

/** Puts the environment's values in the place of `${VAR}` and `${VAR:-default}`. */
export function expand(value: unknown, variable: (name: string) => string | undefined): Expansion {
  const errors: Problem[] = []
  const warnings: Problem[] = []
  const used: { path: ConfigPath; variable: string; value: string }[] = []

  const walk = (item: unknown, path: ConfigPath): unknown => {
    if (typeof item === 'string') return item.includes('${') ? text(item, path) : item
    if (Array.isArray(item)) {
      return item
        .map((entry, index) => walk(entry, [...path, index]))
        .filter((entry) => entry !== undefined)
    }
    if (typeof item !== 'object' || item === null) return item
    const result: Record<string, unknown> = {}
    for (const [key, entry] of Object.entries(item)) {
      const expanded = walk(entry, [...path, key])
      if (expanded !== undefined) result[key] = expanded
    }
    return result
  }

  const text = (item: string, path: ConfigPath): string | undefined => {
    const missing: string[] = []
    const expanded = item.replaceAll(reference, (_, name: string, instead: string | undefined) => {
      const found = variable(name)
      // As in a shell, a default also stands in for a variable that is empty.
      if (found !== undefined && found !== '') {
        used.push({ path, variable: name, value: found })
        return found
      }
      if (instead === undefined) missing.push(name)
      else used.push({ path, variable: name, value: instead })
      return instead ?? ''
    })
    const [name] = missing
    if (name === undefined) {
      if (item.replaceAll(reference, '').includes('${')) {
        warnings.push({
          path,
          message: `${path.join('.')} holds "\${" that is no reference and is kept as it is. Write \${NAME} or \${NAME:-default}.`,
        })
      }
      return expanded
    }
    const instead = nodeAt(path)?.['x-absent']
    if (instead !== undefined) {
      warnings.push({
        path,
        message: `The variable ${name} is not set, so ${path.join('.')} counts as absent; used instead: ${instead}.`,
      })
      return undefined
    }
    errors.push({
      path,
      message: `The variable ${name}, which ${path.join('.')} refers to, is not set. Set ${name} in the environment or in .env, or write \${${name}:-default}.`,
    })
    return expanded
  }

  return { value: walk(value, []), errors, warnings, used }
}
