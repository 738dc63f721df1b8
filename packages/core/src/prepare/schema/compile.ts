import type { SchemaDialect } from '../../contract/capabilities.ts'
import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { cleanJson } from '../clean-text.ts'
import { compileNode } from './compile-node.ts'
import type { Compiled, Context } from './context.ts'
import { dialectKey, fullDialect } from './dialect.ts'
import { foldRoot } from './fold-root.ts'
import { mergeAllOf } from './merge.ts'
import { isNode, stringList, type SchemaNode } from './node.ts'
import { expandReferences } from './references.ts'
import { translate } from './value-map.ts'

export interface CompiledSchema {
  /** In the target's dialect; `{}` where the target wants no schema at all. */
  readonly schema: JsonObject
  /** What could not be said; sentences for people. */
  readonly problems: readonly string[]
  /** From the wire's keys and values to those of the schema that went in. */
  decode(value: JsonValue): JsonValue
  encode(value: JsonValue): JsonValue
}

const compiled = new WeakMap<object, Map<string, CompiledSchema>>()

/**
 * The schema in a target's dialect. Remembered: tools are the same in every step of a run. Throws
 * where it is nested too deeply to be written as JSON, or contains itself.
 */
export function compileSchema(
  schema: JsonObject | null | undefined,
  dialect: SchemaDialect | undefined,
): CompiledSchema {
  if (!isNode(schema)) return compile({}, dialect)
  const key = dialectKey(dialect)
  let known = compiled.get(schema)
  if (known === undefined) compiled.set(schema, (known = new Map()))
  let result = known.get(key)
  if (result === undefined) known.set(key, (result = compile(schema, dialect)))
  return result
}

function compile(schema: JsonObject, given: SchemaDialect | undefined): CompiledSchema {
  const dialect = fullDialect(given)
  const problems = new Set<string>()
  const problem = (text: string): void => void problems.add(text)
  let root = expandReferences(cleanJson(schema), dialect, problem)
  if (dialect.allOf === 'merge') root = mergeAllOf(root)
  if (dialect.rootUnions === 'fold') root = foldRoot(root)
  root = asObject(root, problem)

  const definitions = new Map<string, Compiled>()
  const { $defs, ...body } = root
  const context: Context = {
    dialect,
    definition: (name) => definitions.get(name)?.map,
    compileNode,
  }
  for (const [name, node] of isNode($defs) ? Object.entries($defs) : []) {
    if (isNode(node)) definitions.set(name, compileNode(node, context))
  }
  const { schema: out, map } = compileNode(body, context)
  const properties = isNode(out['properties']) ? out['properties'] : {}
  const isEmpty = Object.keys(properties).length === 0 && out['anyOf'] === undefined
  const defs = [...definitions].map(([name, node]) => [name, node.schema])
  const whole = {
    ...out,
    properties,
    ...(defs.length > 0 && { $defs: Object.fromEntries(defs) as JsonObject }),
  }
  const wanted = isEmpty && dialect.emptyObject === 'omit' ? {} : whole
  // What is sent is written as JSON: a depth that is too great for it shows here.
  JSON.stringify(wanted)
  return Object.freeze({
    schema: wanted,
    problems: [...problems],
    decode: (value: JsonValue) => translate(value, map, 'decode'),
    encode: (value: JsonValue) => translate(value, map, 'encode'),
  })
}

/** Arguments are an object on every wire. */
function asObject(root: SchemaNode, problem: (text: string) => void): SchemaNode {
  const types = stringList(root['type'])
  if (types.length > 0 && !types.includes('object')) {
    problem(`the input is of type ${types.join(' or ')}, but arguments are always an object.`)
    return { type: 'object', properties: {} }
  }
  // Of a definition that is nothing but itself a reference is left here.
  const { type: _type, enum: _enum, const: _const, $ref: _ref, ...rest } = root
  return { type: 'object', ...rest }
}
