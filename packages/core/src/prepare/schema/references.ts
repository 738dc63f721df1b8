import type { JsonObject, JsonValue } from '../../contract/json.ts'
import type { FullDialect } from './dialect.ts'
import { isNode, mapInside, type SchemaNode } from './node.ts'
import { wellFormed } from './well-formed.ts'

/** More nodes than this are not written out; references can multiply a schema without end. */
const maxNodes = 5000

/**
 * One form of what drafts write in several: tuples as `prefixItems`, booleans as schemas, and
 * references either written out or all of the form `#/$defs/NAME` with `$defs` at the root.
 */
export function expandReferences(
  root: SchemaNode,
  dialect: FullDialect,
  problem: (text: string) => void,
): SchemaNode {
  const keep = dialect.references === 'keep'
  const wanted = new Set<string>()
  let nodes = 0

  const visit = (value: JsonValue, path: readonly string[], keyword: string): JsonValue => {
    nodes += 1
    if (typeof value === 'boolean') {
      return keyword.startsWith('additional') || keyword.startsWith('unevaluated') ? value : {}
    }
    if (!isNode(value)) return Array.isArray(value) && keyword === 'items' ? value : {}
    const ref = value['$ref']
    if (typeof ref === 'string') return follow(value, ref, path, keyword)
    return inner(value, path)
  }

  const inner = (node: SchemaNode, path: readonly string[]): SchemaNode => {
    const { $defs: _defs, definitions: _definitions, ...rest } = modern(wellFormed(node))
    return mapInside(rest, (schema, keyword) => visit(schema, path, keyword))
  }

  const follow = (
    node: SchemaNode,
    ref: string,
    path: readonly string[],
    keyword: string,
  ): JsonValue => {
    const { $ref: _ref, ...siblings } = node
    const target = resolvePointer(root, ref)
    if (target === undefined) {
      problem(`the reference ${ref} points to nothing; any value is allowed there.`)
      return inner(siblings, path)
    }
    const again = path.includes(ref)
    const name = definitionName(ref)
    // The root and a branch of allOf are worked on, and siblings stand beside: all need the target.
    const plain = Object.keys(siblings).length === 0 && keyword !== 'allOf' && keyword !== ''
    if (keep && name !== undefined && (plain || again)) {
      wanted.add(name)
      return { $ref: `#/$defs/${escape(name)}` }
    }
    if (again || nodes > maxNodes) {
      problem(`the recursive reference ${ref} was cut.`)
      return { ...cut(target), ...(isNode(siblings) && inner(siblings, path)) }
    }
    const written = visit(target, [...path, ref], keyword)
    return isNode(written) ? { ...written, ...inner(siblings, path) } : written
  }

  const out = visit(root, ['#'], '') as SchemaNode
  if (out['$ref'] !== undefined) {
    problem('the schema refers to nothing but itself; any object is allowed.')
    return {}
  }
  if (wanted.size === 0) return out
  // Sets keep growing while they are walked: definitions may want other definitions.
  const defs: [string, JsonValue][] = []
  for (const name of wanted) {
    const pointer = definitionPointers(name).find((at) => resolvePointer(root, at) !== undefined)
    const target = pointer === undefined ? undefined : resolvePointer(root, pointer)
    defs.push([name, visit(target ?? {}, [], '')])
  }
  return { ...out, $defs: Object.fromEntries(defs) as JsonObject }
}

/** Draft 7 and earlier: `items` as a list is what `prefixItems` is now. */
function modern(node: SchemaNode): SchemaNode {
  if (!Array.isArray(node['items'])) return node
  const { items, additionalItems, ...rest } = node
  const others = isNode(additionalItems) ? { items: additionalItems } : {}
  return { ...rest, ...others, prefixItems: items as JsonValue }
}

/** What remains of a shape that contains itself. */
function cut(target: JsonValue): SchemaNode {
  const told = isNode(target) ? wellFormed(target)['type'] : undefined
  const type = typeof told === 'string' ? told : 'object'
  return { type, description: 'The same shape again.' }
}

function definitionName(ref: string): string | undefined {
  const match = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(ref)
  return match?.[1] === undefined ? undefined : unescape(match[1])
}

function definitionPointers(name: string): readonly string[] {
  return [`#/$defs/${escape(name)}`, `#/definitions/${escape(name)}`]
}

function resolvePointer(root: SchemaNode, ref: string): JsonValue | undefined {
  if (ref === '#') return root
  if (!ref.startsWith('#/')) return undefined
  let at: JsonValue | undefined = root
  for (const step of ref.slice(2).split('/').map(unescape)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as JsonObject)[step]
  }
  return typeof at === 'boolean' || isNode(at) ? at : undefined
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function unescape(step: string): string {
  let plain = step
  try {
    plain = decodeURIComponent(step)
  } catch {
    // A name with a bare percent sign stands for itself.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~')
}
