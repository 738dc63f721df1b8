import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { compileObject } from './compile-object.ts'
import type { Compiled, Context } from './context.ts'
import type { FullDialect } from './dialect.ts'
import { nodeNotes } from './keywords.ts'
import { describe, isNode, nodeList, stringList, uniqueJson, type SchemaNode } from './node.ts'
import { typeAlternatives, withType } from './types.ts'
import { compactMap, type ValueMap } from './value-map.ts'

/** One node in the dialect. References are resolved and `allOf` is merged before. */
export function compileNode(source: SchemaNode, context: Context): Compiled {
  const { dialect } = context
  const ref = source['$ref']
  if (typeof ref === 'string') {
    const name = ref.slice('#/$defs/'.length).replaceAll('~1', '/').replaceAll('~0', '~')
    return { schema: { $ref: ref }, map: { definition: () => context.definition(name) } }
  }
  const node = typeAlternatives(choicesAsEnum(unionAsAnyOf(source, dialect), dialect), dialect)
  const out = new Map<string, JsonValue | undefined>()
  if (node['type'] !== undefined) out.set('type', node['type'])
  if (typeof node['description'] === 'string') out.set('description', node['description'])
  if (node['nullable'] === true && dialect.typeArrays === 'nullable') out.set('nullable', true)

  const choice = compileChoice(node, dialect)
  for (const [key, value] of Object.entries(choice.schema)) out.set(key, value)
  // A list of values says all that properties, items or alternatives beside it could.
  const isChoice = choice.schema['enum'] !== undefined
  const shape = isChoice ? { type: choice.schema['type'] ?? node['type'] } : node
  const object = compileObject(shape, context)
  for (const [key, value] of Object.entries(object.schema)) out.set(key, value)
  const array = compileArray(shape, context)
  for (const [key, value] of Object.entries(array.schema)) out.set(key, value)
  const { kept, note } = nodeNotes(node, dialect)
  for (const [key, value] of kept) out.set(key, value)

  const branches: ValueMap[] = []
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const list = nodeList(node[keyword])
    if (list.length === 0 || isChoice) continue
    const compiled = list.map((branch) => compileNode(branch, context))
    out.set(
      keyword,
      compiled.map((branch) => branch.schema),
    )
    // Where a branch takes any text, text is meant as it is.
    const anyText = compiled.some((branch) => takesAnyText(branch.schema))
    for (const { map } of compiled) {
      if (map !== undefined && !(anyText && map.values !== undefined)) branches.push(map)
    }
  }
  const schema = withType(Object.fromEntries(out), dialect)
  const map = compactMap({
    ...choice.map,
    ...object.map,
    ...array.map,
    ...(branches.length > 0 && { branches }),
  })
  return { schema: describe(schema, note), map }
}

function takesAnyText(schema: SchemaNode): boolean {
  const types = stringList(schema['type'])
  return types.includes('string') && schema['enum'] === undefined
}

function unionAsAnyOf(node: SchemaNode, dialect: FullDialect): SchemaNode {
  if (dialect.oneOf === 'keep' || !Array.isArray(node['oneOf'])) return node
  const { oneOf, ...rest } = node
  return Array.isArray(rest['anyOf']) ? rest : { ...rest, anyOf: oneOf as JsonValue }
}

function choicesAsEnum(node: SchemaNode, dialect: FullDialect): SchemaNode {
  if (dialect.const === 'keep' || node['const'] === undefined) return node
  const { const: only, ...rest } = node
  return { ...rest, enum: [only] }
}

interface Piece {
  readonly schema: JsonObject
  readonly map?: ValueMap
}

function compileChoice(node: SchemaNode, dialect: FullDialect): Piece {
  const fixed = node['const'] === undefined ? {} : { const: node['const'] }
  if (!Array.isArray(node['enum']) || node['enum'].length === 0) return { schema: fixed }
  const choices = uniqueJson(node['enum'] as readonly JsonValue[])
  if (dialect.enums === 'any' || choices.every((choice) => typeof choice === 'string')) {
    const types = new Set(choices.map((choice) => (choice === null ? 'null' : typeof choice)))
    const [only] = types
    const known = node['type'] !== undefined || types.size !== 1 || only === 'object'
    const type = dialect.enums === 'strings' ? 'string' : known ? undefined : only
    return { schema: { ...(type !== undefined && { type }), ...fixed, enum: choices } }
  }
  const texts = new Set(choices.filter((choice) => typeof choice === 'string'))
  const values = new Map<string, JsonValue>()
  for (const choice of choices) {
    if (typeof choice === 'string') continue
    const text = JSON.stringify(choice)
    // "1" beside 1: the text wins, since a text must stay reachable.
    if (!texts.has(text)) values.set(text, choice)
    texts.add(text)
  }
  return { schema: { type: 'string', ...fixed, enum: [...texts] }, map: { values } }
}

function compileArray(node: SchemaNode, context: Context): Piece {
  const types = stringList(node['type'])
  const tuple = nodeList(node['prefixItems'])
  const others = isNode(node['items']) ? [node['items']] : []
  if (tuple.length === 0 && others.length === 0) {
    // An array without items is refused by several targets.
    return types.includes('array') ? { schema: { items: {} } } : { schema: {} }
  }
  if (tuple.length > 0 && context.dialect.tuples === 'keep') {
    const compiled = tuple.map((item) => compileNode(item, context))
    const rest = others.map((item) => compileNode(item, context))
    const maps = [...compiled, ...rest].flatMap((item) =>
      item.map === undefined ? [] : [item.map],
    )
    return {
      schema: {
        prefixItems: compiled.map((item) => item.schema),
        items: rest[0]?.schema ?? {},
      },
      ...(maps.length > 0 && { map: { items: { branches: maps } } }),
    }
  }
  const unique = uniqueJson([...tuple, ...others])
  const [first] = unique
  const item = unique.length === 1 && first !== undefined ? first : { anyOf: unique }
  const { schema, map } = compileNode(item, context)
  return { schema: { items: schema }, ...(map !== undefined && { map: { items: map } }) }
}
