import type { JsonObject, JsonValue } from '../../contract/json.ts'
import type { FullDialect } from './dialect.ts'
import { isNode, nodeList, stringList, type SchemaNode } from './node.ts'

/** Keywords that speak of one type only. */
const ownKeywords: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  boolean: [],
  null: [],
}
const allOwn = new Set(Object.values(ownKeywords).flat())

/** A list of types in the form that the dialect knows, and a type where it can be told. */
export function typeAlternatives(source: SchemaNode, dialect: FullDialect): SchemaNode {
  const node = inferred(source)
  if (!Array.isArray(node['type'])) return node
  const types = [...new Set(stringList(node['type']))]
  const { type: _type, ...rest } = node
  if (types.length <= 1) return types[0] === undefined ? rest : { ...rest, type: types[0] }
  // Alternatives beside alternatives: the inner ones say more.
  if (Array.isArray(node['anyOf'])) return rest
  if (dialect.typeArrays === 'keep') return node
  if (dialect.typeArrays === 'nullable' && types.includes('null')) {
    const others = types.filter((type) => type !== 'null')
    const values = withoutNull(rest)
    if (others.length === 1) return { ...values, type: others[0], nullable: true }
    return { ...split(values, others), nullable: true }
  }
  return split(rest, types)
}

function split(node: SchemaNode, types: readonly string[]): SchemaNode {
  const outside = Object.entries(node).filter(([key]) => !allOwn.has(key) && key !== 'enum')
  const anyOf = types.map((type): JsonObject => {
    const own = (ownKeywords[type] ?? [])
      .filter((key) => node[key] !== undefined)
      .map((key) => [key, node[key]] as const)
    const choices = Array.isArray(node['enum'])
      ? (node['enum'] as readonly JsonValue[]).filter((value) => isOfType(value, type))
      : []
    const isLimited = choices.length > 0 && type !== 'null'
    return { type, ...Object.fromEntries(own), ...(isLimited && { enum: choices }) }
  })
  // A type of which no choice is left is not a type that may come.
  const possible = Array.isArray(node['enum'])
    ? anyOf.filter((branch) => branch['enum'] !== undefined || branch['type'] === 'null')
    : anyOf
  return { ...Object.fromEntries(outside), anyOf: possible.length > 0 ? possible : anyOf }
}

function isOfType(value: JsonValue, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isNode(value)
  return typeof value === type
}

function withoutNull(node: SchemaNode): SchemaNode {
  if (!Array.isArray(node['enum'])) return node
  return { ...node, enum: (node['enum'] as readonly JsonValue[]).filter((value) => value !== null) }
}

function inferred(node: SchemaNode): SchemaNode {
  const isTold = ['type', 'enum', 'const', 'anyOf'].some((key) => node[key] !== undefined)
  if (isTold) return node
  if (isNode(node['properties'])) return { type: 'object', ...node }
  if (node['items'] !== undefined || node['prefixItems'] !== undefined) {
    return { type: 'array', ...node }
  }
  return node
}

/** The compiled node with type and alternatives in the places that the dialect wants. */
export function withType(source: SchemaNode, dialect: FullDialect): SchemaNode {
  const isNull = dialect.typeArrays === 'nullable' && source['type'] === 'null'
  const node = isNull ? { ...source, type: 'string', nullable: true } : source
  const branches = nodeList(node['anyOf'])
  if (branches.length === 0) return node
  let out = node
  if (dialect.typeArrays === 'nullable') {
    const others = branches.filter((branch) => !isOnlyNull(branch))
    if (others.length < branches.length) {
      const { anyOf: _anyOf, ...rest } = out
      const [only] = others
      const inner = others.length === 1 && only !== undefined ? only : { anyOf: others }
      out = { ...inner, ...rest, nullable: true }
    }
  }
  if (dialect.typeBesideUnion !== 'inside') return out
  const list = nodeList(out['anyOf'])
  if (list.length === 0 || out['type'] === undefined) return out
  const { type, anyOf: _anyOf, ...rest } = out
  return { ...rest, anyOf: list.map((branch) => typed(branch, type)) }
}

function typed(branch: SchemaNode, type: JsonValue): SchemaNode {
  if (branch['type'] !== undefined || branch['$ref'] !== undefined) return branch
  const inner = nodeList(branch['anyOf'])
  if (inner.length === 0) {
    const items = type === 'array' && branch['items'] === undefined && { items: {} }
    return { type, ...branch, ...items }
  }
  return { ...branch, anyOf: inner.map((node) => typed(node, type)) }
}

function isOnlyNull(branch: SchemaNode): boolean {
  return branch['type'] === 'null' || (branch['nullable'] === true && isPlaceholder(branch))
}

/** What a lone null becomes in a dialect without it; see withType. */
function isPlaceholder(branch: SchemaNode): boolean {
  return branch['type'] === 'string' && Object.keys(branch).length === 2
}

/** Whether null is a value of the compiled node. */
export function isNullable(node: SchemaNode): boolean {
  return (
    node['nullable'] === true ||
    stringList(node['type']).includes('null') ||
    (Array.isArray(node['enum']) && (node['enum'] as readonly JsonValue[]).includes(null)) ||
    nodeList(node['anyOf']).some(isNullable)
  )
}

/** The compiled node, and null. */
export function nullable(node: SchemaNode, dialect: FullDialect): SchemaNode {
  if (dialect.typeArrays === 'nullable') return { ...node, nullable: true }
  const { description, ...rest } = node
  const said = description === undefined ? {} : { description }
  if (Array.isArray(node['anyOf'])) {
    return { ...node, anyOf: [...(node['anyOf'] as readonly JsonValue[]), { type: 'null' }] }
  }
  const types = stringList(node['type'])
  if (dialect.typeArrays === 'keep' && types.length > 0 && node['enum'] === undefined) {
    return { ...node, type: [...types, 'null'] }
  }
  return { ...said, anyOf: [rest, { type: 'null' }] }
}
