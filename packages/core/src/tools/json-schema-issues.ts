import type { JsonObject } from '../contract/json.ts'

/** One failed keyword, as the validator tells it. */
export interface SchemaFault {
  readonly keyword: string
  /** `#/properties/count/type` */
  readonly keywordLocation: string
  /** `#/count` */
  readonly instanceLocation: string
  readonly error: string
}

/** Keywords that only say that something inside them failed, which has an entry of its own. */
const wrappers: ReadonlySet<string> = new Set([
  '$ref',
  'additionalProperties',
  'allOf',
  'dependentSchemas',
  'else',
  'if',
  'items',
  'patternProperties',
  'prefixItems',
  'properties',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
])
const maxIssues = 10

/** What a model can mend: each field with what it should be. */
export function issueTexts(faults: readonly SchemaFault[], schema: JsonObject): string[] {
  const unions = faults
    .filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
    .map((fault) => readUnion(fault, faults, schema))
  const texts = new Set<string>()
  for (const fault of faults) {
    if (wrappers.has(fault.keyword) || unions.some((union) => hides(union, fault))) continue
    const union = unions.find((each) => each.fault === fault)
    texts.add(union === undefined ? textOf(fault, schema) : union.text)
  }
  if (texts.size === 0) for (const { error } of faults) texts.add(error)
  const all = [...texts]
  const more = all.length - maxIssues
  return more > 0 ? [...all.slice(0, maxIssues), `and ${more} more`] : all
}

interface FailedUnion {
  readonly fault: SchemaFault
  /** The one branch that takes a value of this type: its faults are the ones that help. */
  readonly meant: string | undefined
  readonly text: string
}

function readUnion(
  fault: SchemaFault,
  faults: readonly SchemaFault[],
  schema: JsonObject,
): FailedUnion {
  const branches = valueAt(schema, fault.keywordLocation)
  const possible = new Set(Array.isArray(branches) ? branches.map((_, index) => String(index)) : [])
  const types: unknown[] = []
  for (const { keyword, keywordLocation, instanceLocation } of faults) {
    if (keyword !== 'type' || instanceLocation !== fault.instanceLocation) continue
    const [branch = '', ...rest] = branchOf(fault, keywordLocation)
    if (rest.some((key) => key !== '$ref' && key !== 'type') || !possible.delete(branch)) continue
    types.push(valueAt(schema, keywordLocation))
  }
  const subject = subjectOf(pathOf(fault.instanceLocation))
  const [meant] = possible
  return {
    fault,
    meant: possible.size === 1 ? meant : undefined,
    text:
      possible.size === 0 && types.length > 0
        ? `${subject} should be ${[...new Set(types.flat())].join(' or ')}`
        : `${subject} fits none of the forms that are allowed`,
  }
}

/** Whether a fault only repeats, or contradicts, what is said of the union around it. */
function hides({ fault: union, meant }: FailedUnion, fault: SchemaFault): boolean {
  if (fault === union) return meant !== undefined
  if (fault.keyword === 'false') {
    return meant === undefined && isInside(fault.instanceLocation, union.instanceLocation)
  }
  if (!isInside(fault.keywordLocation, union.keywordLocation)) return false
  return branchOf(union, fault.keywordLocation)[0] !== meant
}

function branchOf(union: SchemaFault, location: string): string[] {
  return isInside(location, union.keywordLocation)
    ? location.slice(union.keywordLocation.length + 1).split('/')
    : []
}

function isInside(pointer: string, outer: string): boolean {
  return pointer.startsWith(`${outer}/`)
}

function textOf(fault: SchemaFault, schema: JsonObject): string {
  const path = pathOf(fault.instanceLocation)
  const subject = subjectOf(path)
  const rule = valueAt(schema, fault.keywordLocation)
  if (fault.keyword === 'false') return `${subject} is not allowed`
  if (fault.keyword === 'required') {
    const name = /"(.*)"\.$/s.exec(fault.error)?.[1] ?? ''
    return `'${path === '' ? name : `${path}.${name}`}' is missing`
  }
  switch (rule === undefined ? '' : fault.keyword) {
    case 'type':
      return `${subject} should be ${[rule].flat().join(' or ')}`
    case 'enum':
      return `${subject} should be one of ${JSON.stringify(rule)}`
    case 'const':
      return `${subject} should be ${JSON.stringify(rule)}`
    case 'minimum':
      return `${subject} should be at least ${String(rule)}`
    case 'maximum':
      return `${subject} should be at most ${String(rule)}`
    case 'pattern':
      return `${subject} should match ${String(rule)}`
    case 'format':
      return `${subject} should have the format "${String(rule)}"`
    default:
      return path === '' ? fault.error : `'${path}': ${fault.error}`
  }
}

function subjectOf(path: string): string {
  return path === '' ? 'the input' : `'${path}'`
}

function pathOf(pointer: string): string {
  let path = ''
  for (const key of keysOf(pointer)) {
    if (/^\d+$/.test(key)) path += `[${key}]`
    else path += path === '' ? key : `.${key}`
  }
  return path
}

function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What stands in the schema at this place; a `$ref` on the way is followed within the schema. */
function valueAt(schema: JsonObject, pointer: string): unknown {
  let value: unknown = schema
  const keys = keysOf(pointer)
  // A `$ref` puts its own keys in front of the rest; a circle of them ends here.
  for (let steps = 0; keys.length > 0 && steps < 1000; steps += 1) {
    const key = keys.shift() ?? ''
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
    if (key === '$ref' && typeof value === 'string' && value.startsWith('#')) {
      keys.unshift(...keysOf(value))
      value = schema
    }
  }
  return value
}
