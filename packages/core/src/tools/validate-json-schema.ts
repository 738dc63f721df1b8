import { Validator, type Schema } from '@cfworker/json-schema'
import type { JsonObject, JsonValue } from '../contract/json.ts'
import type { ToolValidation } from '../contract/tool.ts'

const validators = new WeakMap<JsonObject, Validator>()

/** Checks a value against JSON Schema 2020-12. A schema that cannot be read lets all pass. */
export function validateJsonSchema(schema: JsonObject, value: JsonValue): ToolValidation {
  let validator = validators.get(schema)
  if (validator === undefined) {
    validator = new Validator(schema as Schema, '2020-12', false)
    validators.set(schema, validator)
  }
  const { valid, errors } = validator.validate(value)
  if (valid) return { value }
  // The last errors are the innermost: those that name the field.
  const inner = errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items')
  return {
    issues: inner.map(({ error, instanceLocation }) => {
      const path = instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.')
      return path === '' ? error : `'${path}': ${error}`
    }),
  }
}
