import type { JsonValue } from '../../contract/json.ts'
import type { FullDialect } from './dialect.ts'
import { stringList, type SchemaNode } from './node.ts'

const bounds: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
])
const annotations: ReadonlySet<string> = new Set([
  'default',
  'examples',
  'title',
  '$schema',
  '$id',
  '$comment',
  '$anchor',
  'deprecated',
  'readOnly',
  'writeOnly',
])
/** Keywords that the other compile steps write. */
const structural: ReadonlySet<string> = new Set([
  'type',
  'description',
  'nullable',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  '$ref',
  '$defs',
])

export interface Notes {
  readonly kept: readonly (readonly [string, JsonValue])[]
  /** What is said in words instead. */
  readonly note: string
}

/** What the dialect takes of the keywords that only narrow or explain; the rest becomes text. */
export function nodeNotes(node: SchemaNode, dialect: FullDialect): Notes {
  const kept: (readonly [string, JsonValue])[] = []
  const said: string[] = []
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined || structural.has(key)) continue
    if (bounds.has(key)) {
      if (dialect.bounds === 'keep') kept.push([key, value])
      else if (isTelling(node, key)) said.push(`${key}: ${text(value)}`)
    } else if (key === 'format') {
      const legal = dialect.formats === 'any' || dialect.formats.includes(String(value))
      if (legal) kept.push([key, value])
      else said.push(`format: ${text(value)}`)
    } else if (annotations.has(key)) {
      if (dialect.annotations === 'keep') kept.push([key, value])
    } else if (dialect.otherKeywords === 'keep') {
      kept.push([key, value])
    }
  }
  return { kept, note: said.length === 0 ? '' : `(${said.join(', ')})` }
}

/** Schema libraries write the bounds of safe integers on every integer: noise for a model. */
function isTelling(node: SchemaNode, key: string): boolean {
  if (!stringList(node['type']).includes('integer')) return true
  return Math.abs(Number(node[key])) !== Number.MAX_SAFE_INTEGER
}

function text(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
