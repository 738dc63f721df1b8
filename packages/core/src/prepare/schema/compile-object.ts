import type { JsonObject, JsonValue } from '../../contract/json.ts'
import { hashText } from '../hash.ts'
import type { Context } from './context.ts'
import type { FullDialect } from './dialect.ts'
import { isNode, stringList, type SchemaNode } from './node.ts'
import { isNullable, nullable } from './types.ts'
import type { PropertyMap, ValueMap } from './value-map.ts'

interface ObjectPiece {
  readonly schema: JsonObject
  readonly map?: ValueMap
}

/** Properties, their names and which of them must be there. */
export function compileObject(node: SchemaNode, context: Context): ObjectPiece {
  const { dialect } = context
  const isObject = stringList(node['type']).includes('object')
  const source = isNode(node['properties']) ? node['properties'] : undefined
  if (source === undefined && !isObject) return { schema: {} }

  const required = new Set(stringList(node['required']))
  const properties: [string, JsonValue][] = []
  const maps = new Map<string, PropertyMap>()
  const names: string[] = []
  for (const [key, property] of Object.entries(source ?? {})) {
    const { schema, map } = context.compileNode(isNode(property) ? property : {}, context)
    const wire = wireKey(key, dialect)
    const optional = !required.has(key)
    const mustBeNullable = optional && dialect.allRequired === 'yes'
    const dropNull = mustBeNullable && !isNullable(schema)
    properties.push([wire, dropNull ? nullable(schema, dialect) : schema])
    if (!optional || mustBeNullable) names.push(wire)
    if (wire !== key || map !== undefined || dropNull) {
      maps.set(key, { wire, ...(map !== undefined && { map }), ...(dropNull && { dropNull }) })
    }
  }
  const additional = compileAdditional(node, context)
  const strict = dialect.allRequired === 'yes' || dialect.additionalProperties === 'require_false'
  const map: ValueMap = {
    ...(maps.size > 0 && { properties: maps }),
    ...(additional.map !== undefined && { additional: additional.map }),
  }
  return {
    schema: {
      ...((source !== undefined || strict) && {
        properties: Object.fromEntries(properties) as JsonObject,
      }),
      ...(names.length > 0 && { required: names }),
      ...additional.schema,
    },
    ...(Object.keys(map).length > 0 && { map }),
  }
}

function compileAdditional(node: SchemaNode, context: Context): ObjectPiece {
  const value = node['additionalProperties']
  switch (context.dialect.additionalProperties) {
    case 'require_false':
      return { schema: { additionalProperties: false } }
    case 'drop':
      return { schema: {} }
    case 'drop_false':
      if (value === false) return { schema: {} }
      break
    case 'keep':
      break
  }
  if (!isNode(value)) return { schema: value === undefined ? {} : { additionalProperties: value } }
  const { schema, map } = context.compileNode(value, context)
  return { schema: { additionalProperties: schema }, ...(map !== undefined && { map }) }
}

const legalKey = /^[A-Za-z0-9_.-]{1,64}$/

/** The hash keeps `$a` and `@a` apart, whatever other keys there are. */
function wireKey(key: string, dialect: FullDialect): string {
  if (dialect.keys === 'any' || legalKey.test(key)) return key
  return `${key.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, 55)}_${hashText(key, 8, 36)}`
}
