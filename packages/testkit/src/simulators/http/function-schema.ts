import { fields, isFields, list, text, type Fields } from './json.ts'

/** A fault in a schema, as the OpenAI wires word it: where, and what. */
export interface SchemaFault {
  readonly context: readonly string[]
  readonly what: string
}

export function contextOf({ context }: SchemaFault): string {
  const names = context.map((name) => `'${name}'`).join(', ')
  return `In context=(${context.length === 1 ? `${names},` : names})`
}

const unions = ['oneOf', 'anyOf', 'allOf', 'enum', 'not']

/** What OpenAI refuses of a tool's parameters. */
export function functionSchemaFault(schema: unknown): SchemaFault | undefined {
  if (!isFields(schema) || schema['type'] !== 'object') {
    const got = isFields(schema) ? text(schema['type']) || 'None' : 'None'
    return {
      context: [],
      what: `schema must be a JSON Schema of 'type: "object"', got 'type: "${got}"'.`,
    }
  }
  if (unions.some((key) => key in schema)) {
    return {
      context: [],
      what: "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.",
    }
  }
  // Only here: objects within it may leave them out.
  if (!isFields(schema['properties'])) {
    return { context: [], what: 'object schema missing properties' }
  }
  return walk(schema, [], schema, nodeFault)
}

/** What strict mode refuses beside that. */
export function strictSchemaFault(schema: unknown): SchemaFault | undefined {
  return functionSchemaFault(schema) ?? walk(fields(schema), [], fields(schema), strictFault)
}

type Check = (node: Fields) => string | undefined

function nodeFault(node: Fields): string | undefined {
  return node['type'] === 'array' && !('items' in node) && !('prefixItems' in node)
    ? 'array schema missing items'
    : undefined
}

const forbidden = ['oneOf', 'allOf', 'not', 'if', 'default', 'patternProperties', 'minProperties']

function strictFault(node: Fields): string | undefined {
  const key = forbidden.find((name) => name in node)
  if (key !== undefined) return `'${key}' is not permitted.`
  if ('$ref' in node && Object.keys(node).length > 1) return '$ref cannot have keywords beside it.'
  if (node['type'] !== 'object') return undefined
  if (node['additionalProperties'] !== false) {
    return "'additionalProperties' is required to be supplied and to be false."
  }
  const required = new Set(list(node['required']))
  const missing = Object.keys(fields(node['properties'])).find((name) => !required.has(name))
  return missing === undefined
    ? undefined
    : `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`
}

function walk(
  node: Fields,
  context: readonly string[],
  root: Fields,
  check: Check,
): SchemaFault | undefined {
  const what = check(node)
  if (what !== undefined) return { context, what }
  const { $ref } = node
  if (typeof $ref === 'string' && resolve(root, $ref) === undefined) {
    return { context, what: `reference to ${$ref}, which is not there.` }
  }
  for (const [path, child] of children(node)) {
    const found = walk(child, [...context, ...path], root, check)
    if (found !== undefined) return found
  }
  return undefined
}

function children(node: Fields): readonly (readonly [readonly string[], Fields])[] {
  const out: [string[], Fields][] = []
  for (const key of ['properties', '$defs', 'definitions', 'patternProperties']) {
    for (const [name, child] of Object.entries(fields(node[key]))) {
      if (isFields(child)) out.push([[key, name], child])
    }
  }
  for (const key of ['items', 'additionalProperties']) {
    const child = node[key]
    if (isFields(child)) out.push([[key], child])
  }
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    for (const [index, child] of list(node[key]).entries()) {
      if (isFields(child)) out.push([[key, String(index)], child])
    }
  }
  return out
}

function resolve(root: Fields, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined
  let found: unknown = root
  for (const step of reference.slice(1).split('/').filter(Boolean)) {
    found = fields(found)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return found
}
