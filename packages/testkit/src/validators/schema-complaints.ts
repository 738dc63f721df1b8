import type { JsonObject, SchemaDialect } from '@autobot/core/provider'

const annotations = ['default', 'examples', 'title', '$schema', '$id', '$comment']
const bounds = [
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
]
const structural =
  'type description nullable enum const properties required items additionalProperties prefixItems ' +
  'anyOf oneOf allOf $ref $defs format uniqueItems minProperties maxProperties deprecated readOnly ' +
  'writeOnly'
const known = new Set([...annotations, ...bounds, ...structural.split(' ')])

/** The complaints of a target about a schema, from the words of the dialect alone. */
export function schemaComplaints(root: JsonObject, dialect: SchemaDialect): string[] {
  const found: string[] = []
  if (dialect.emptyObject === 'omit' && Object.keys(root).length === 0) return found
  if (root['type'] !== 'object') found.push('root is no object')
  if (!isObject(root['properties'])) found.push('root has no properties')
  if (dialect.rootUnions !== 'keep' && ['anyOf', 'oneOf', 'allOf'].some((key) => key in root)) {
    found.push('union at the root')
  }
  const refs = new Set<string>()
  walk(root, '#')
  for (const ref of refs) {
    const name = ref.replace('#/$defs/', '')
    const defs = root['$defs']
    if (!isObject(defs) || !Object.hasOwn(defs, name)) found.push(`dangling ${ref}`)
  }
  return found

  function walk(node: JsonObject, at: string): void {
    const bad = (text: string): void => void found.push(`${at}: ${text}`)
    const has = (key: string): boolean => Object.hasOwn(node, key)
    if (typeof node['$ref'] === 'string') {
      refs.add(node['$ref'])
      if (dialect.references !== 'keep') bad('reference')
    }
    if (has('$defs') && dialect.references !== 'keep') bad('$defs')
    if (Array.isArray(node['type']) && dialect.typeArrays !== 'keep') bad('type array')
    if (node['type'] === 'null' && dialect.typeArrays === 'nullable') bad('type null')
    if (has('nullable') && dialect.typeArrays !== 'nullable') bad('nullable')
    if (has('oneOf') && dialect.oneOf !== 'keep') bad('oneOf')
    if (has('allOf') && dialect.allOf !== 'keep') bad('allOf')
    if (has('const') && dialect.const !== 'keep') bad('const')
    if (has('prefixItems') && dialect.tuples !== 'keep') bad('tuple')
    if (node['type'] === 'array' && !isObject(node['items'])) bad('array without items')
    if (dialect.bounds !== 'keep' && bounds.some(has)) bad('bounds')
    if (dialect.annotations !== 'keep' && annotations.some(has)) bad('annotation')
    if (has('format') && dialect.formats !== 'any') {
      if (!(dialect.formats ?? []).includes(String(node['format']))) bad('format')
    }
    if (dialect.otherKeywords !== 'keep') {
      for (const key of Object.keys(node)) if (!known.has(key)) bad(`keyword ${key}`)
    }
    for (const [key, value] of Object.entries(node)) {
      if (!hasForm(key, value)) bad(`${key} is ${JSON.stringify(value)}`)
    }
    const choices = node['enum']
    if (Array.isArray(choices)) {
      if (choices.length === 0) bad('empty enum')
      const texts = choices.every((item) => typeof item === 'string')
      if ((dialect.enums ?? 'strings') === 'strings' && !texts) bad('enum of others than strings')
      if ((dialect.enums ?? 'strings') === 'strings' && node['type'] !== 'string') bad('enum type')
    }
    const additional = node['additionalProperties']
    if ((dialect.additionalProperties ?? 'drop') === 'drop' && additional !== undefined)
      bad('additional')
    if (dialect.additionalProperties === 'drop_false' && additional === false) bad('false')
    if (dialect.additionalProperties === 'require_false' && node['type'] === 'object') {
      if (additional !== false) bad('additionalProperties is not false')
    }
    if (has('type') && has('anyOf') && dialect.typeBesideUnion === 'inside')
      bad('type beside anyOf')
    const properties = isObject(node['properties']) ? node['properties'] : {}
    const required = Array.isArray(node['required']) ? (node['required'] as readonly string[]) : []
    for (const key of required) {
      if (!Object.hasOwn(properties, key)) bad(`required ${key} is not there`)
    }
    if (dialect.allRequired === 'yes' && required.length < Object.keys(properties).length) {
      bad('not all required')
    }
    for (const [key, value] of Object.entries(properties)) {
      if (dialect.keys !== 'any' && !/^[a-zA-Z0-9_.-]{1,64}$/.test(key)) bad(`key ${key}`)
      descend(value, `${at}/${key}`)
    }
    for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
      const list = node[key]
      if (list === undefined) continue
      if (!Array.isArray(list) || list.length === 0) bad(`${key} is empty`)
      else for (const [index, value] of list.entries()) descend(value, `${at}/${key}/${index}`)
    }
    if (has('items')) descend(node['items'], `${at}/items`)
    if (isObject(additional)) descend(additional, `${at}/additional`)
    const defs = node['$defs']
    if (isObject(defs))
      for (const [key, value] of Object.entries(defs)) descend(value, `$defs/${key}`)
  }

  function descend(value: unknown, at: string): void {
    if (isObject(value)) walk(value, at)
    else found.push(`${at}: no schema`)
  }
}

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

/** Whether JSON Schema knows the value of a keyword at all. */
function hasForm(key: string, value: unknown): boolean {
  switch (key) {
    case 'type': {
      const list = Array.isArray(value) ? (value as readonly unknown[]) : [value]
      return list.length > 0 && list.every((name) => types.includes(name as string))
    }
    case 'description':
    case 'title':
    case 'format':
    case 'pattern':
      return typeof value === 'string'
    case 'required':
      return Array.isArray(value) && value.every((name) => typeof name === 'string')
    case 'enum':
      return Array.isArray(value)
    case 'properties':
    case '$defs':
      return isObject(value)
    default:
      return bounds.includes(key) && key !== 'pattern' ? typeof value === 'number' : true
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
