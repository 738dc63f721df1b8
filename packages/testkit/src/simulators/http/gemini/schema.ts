import { fields, isFields, list, text, type Fields } from '../json.ts'
import { firstOf, type Verdict } from '../wire.ts'
import { invalid, unknownName } from './refusal.ts'

const keywords = new Set([
  'type',
  'format',
  'title',
  'description',
  'nullable',
  'enum',
  'items',
  'minItems',
  'maxItems',
  'properties',
  'required',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'example',
  'anyOf',
  'propertyOrdering',
  'default',
])

const formats = new Set(['enum', 'date-time', 'int32', 'int64', 'float', 'double'])

/** `parameters`: a part of OpenAPI 3.0. `path` is as the service names places. */
export function checkOpenApi(schema: unknown, path: string): Verdict {
  if (!isFields(schema)) return invalid(`Invalid value at '${path}' (type.Schema)`)
  const strange = Object.keys(schema).find((key) => !keywords.has(key))
  if (strange !== undefined) return unknownName(strange, path)
  const { type } = schema
  if (Array.isArray(type)) {
    return invalid(
      `Invalid JSON payload received. Unknown name "type" at '${path}': Proto field is not repeating, cannot start list.`,
    )
  }
  const kind = text(type).toLowerCase()
  const { properties } = schema
  if (
    kind === 'object' &&
    properties !== undefined &&
    Object.keys(fields(properties)).length === 0
  ) {
    return invalid(
      `* GenerateContentRequest.${path}.properties: should be non-empty for OBJECT type`,
    )
  }
  if (kind === 'array' && schema['items'] === undefined) {
    return invalid(`* GenerateContentRequest.${path}.items: missing field.`)
  }
  if (list(schema['enum']).some((value) => typeof value !== 'string')) {
    return invalid(`Invalid value at '${path}.enum[0]' (TYPE_STRING)`)
  }
  if (kind === 'string' && schema['format'] !== undefined && !formats.has(text(schema['format']))) {
    return invalid(
      `* GenerateContentRequest.${path}.format: only 'enum' and 'date-time' are supported for STRING type`,
    )
  }
  const missing = list(schema['required']).findIndex((name) => !(text(name) in fields(properties)))
  if (missing !== -1) {
    return invalid(`* GenerateContentRequest.${path}.required[${missing}]: property is not defined`)
  }
  return firstOf(
    children(schema).map(
      ([step, child]) =>
        () =>
          checkOpenApi(child, `${path}.${step}`),
    ),
  )
}

/** `parametersJsonSchema`: nearly all, but no reference may lead nowhere. */
export function checkJsonSchema(schema: unknown, path: string): Verdict {
  if (!isFields(schema)) return invalid(`Invalid value at '${path}'`)
  if (schema['type'] !== 'object') {
    return invalid(`* GenerateContentRequest.${path}: schema must be of type OBJECT`)
  }
  const known = new Set(Object.keys(fields(schema['$defs'])).map((name) => `#/$defs/${name}`))
  const lost = references(schema).find((reference) => reference !== '#' && !known.has(reference))
  return lost === undefined ? undefined : invalid(`simulator: ${path}: ${lost} leads nowhere`)
}

function references(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, child]: [string, unknown]) =>
    key === '$ref' && typeof child === 'string' ? [child] : references(child),
  )
}

function children(schema: Fields): readonly (readonly [string, unknown])[] {
  return [
    ...Object.entries(fields(schema['properties'])).map(([name, child]): [string, unknown] => [
      `properties[${name}]`,
      child,
    ]),
    ...(schema['items'] === undefined ? [] : [['items', schema['items']] as const]),
    ...list(schema['anyOf']).map((child, index): [string, unknown] => [`any_of[${index}]`, child]),
  ]
}
