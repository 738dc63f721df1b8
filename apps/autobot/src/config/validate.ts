import type { ConfigPath, Problem } from './config.ts'
import { nearest } from './nearest.ts'
import { isSecretName } from './secrets.ts'
import type { ConfigNode } from './config-node.ts'
import { configSchema } from './schema.ts'

export interface Validation {
  readonly value: unknown
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Checks the file's shape; a text that came from a variable becomes the number it spells. */
export function validate(value: unknown, fromVariable: (path: ConfigPath) => boolean): Validation {
  const errors: Problem[] = []
  const warnings: Problem[] = []

  const check = (item: unknown, node: ConfigNode, path: ConfigPath): unknown => {
    const fitting = [node, ...(node.anyOf ?? [])].find(({ type }) => isOf(item, type))
    if (fitting === undefined) {
      const spelled = fromVariable(path) ? spell(item, node) : undefined
      if (spelled !== undefined) return check(spelled, node, path)
      errors.push({ path, message: wrong(item, node, path, `must be ${kind(node)}`) })
      return item
    }
    const limit = outside(item, fitting)
    if (limit !== undefined) errors.push({ path, message: wrong(item, fitting, path, limit) })
    if (Array.isArray(item)) {
      const { items } = fitting
      return items === undefined
        ? item
        : item.map((entry, index) => check(entry, items, [...path, index]))
    }
    return typeof item === 'object' && item !== null ? object(item, fitting, path) : item
  }

  const object = (item: object, node: ConfigNode, path: ConfigPath): unknown => {
    const result: Record<string, unknown> = {}
    const known = Object.keys(node.properties ?? {})
    for (const [key, entry] of Object.entries(item)) {
      const place = [...path, key]
      const other = node.additionalProperties
      const child = node.properties?.[key] ?? (other === true ? undefined : other)
      // A key without a value, as an empty block has it, says nothing.
      if (entry === null) continue
      if (child === undefined) {
        const meant = nearest(key, known)
        // A stranger's provider has fields of its own: only a slip of a known one is told.
        if (known.length > 0 && (other === undefined || meant !== undefined)) {
          warnings.push({
            path: place,
            part: 'key',
            message: `${place.join('.')} is not known and has no effect.${meant === undefined ? ` Known here: ${known.join(', ')}.` : ` Did you mean "${meant}"?`}`,
          })
        }
        result[key] = entry
      } else result[key] = check(entry, child, place)
    }
    return result
  }

  return { value: check(value, configSchema, []), errors, warnings }
}

function isOf(item: unknown, type: ConfigNode['type']): boolean {
  if (type === 'array') return Array.isArray(item)
  if (type === 'object') return typeof item === 'object' && item !== null && !Array.isArray(item)
  if (type === 'integer') return Number.isInteger(item)
  return typeof item === type
}

function spell(item: unknown, node: ConfigNode): unknown {
  if (typeof item !== 'string' || item.trim() === '') return undefined
  if (node.type === 'boolean') return item === 'true' ? true : item === 'false' ? false : undefined
  if (node.type !== 'number' && node.type !== 'integer') return undefined
  const number = Number(item)
  return Number.isFinite(number) ? number : undefined
}

function outside(item: unknown, node: ConfigNode): string | undefined {
  if (typeof item === 'number') {
    if (node.minimum !== undefined && item < node.minimum) return `must be at least ${node.minimum}`
    if (node.maximum !== undefined && item > node.maximum) return `must be at most ${node.maximum}`
  }
  if (typeof item !== 'string') return undefined
  if (node.enum !== undefined && !node.enum.includes(item))
    return `must be one of ${node.enum.join(', ')}`
  if (node.pattern === undefined || new RegExp(node.pattern).test(item)) return undefined
  return node.pattern.startsWith('^https?')
    ? 'must be an http or https URL'
    : 'must be PREFIX/MODEL'
}

function kind(node: ConfigNode): string {
  const names = {
    object: 'a block of keys',
    array: 'a list',
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
  }
  return [node, ...(node.anyOf ?? [])].map(({ type }) => names[type]).join(' or ')
}

function wrong(item: unknown, node: ConfigNode, path: ConfigPath, rule: string): string {
  const name = path.length === 0 ? 'The file' : path.join('.')
  const field = path.at(-1)
  const example = node.examples?.[0]
  const write =
    example === undefined || typeof field !== 'string'
      ? ''
      : ` Write for example: ${field}: ${JSON.stringify(example)}`
  const slip = typeof item === 'string' ? nearest(item, node.enum ?? []) : undefined
  if (slip !== undefined) return `${name} ${rule}, not ${shown(item, field)}. Did you mean ${slip}?`
  return `${name} ${rule}, not ${shown(item, field)}.${write}`
}

/** A wrong value helps to find the place, but the value of a key or header is a secret. */
function shown(item: unknown, field: string | number | undefined): string {
  if (typeof item === 'object') return Array.isArray(item) ? 'a list' : 'a block of keys'
  if (typeof item === 'string' && isSecretName(String(field))) return 'this text'
  return JSON.stringify(item)
}
