import { Validator, type Schema } from '@cfworker/json-schema'
import type { JsonObject, JsonValue } from '../contract/json.ts'
import type { ToolValidation } from '../contract/tool.ts'
import { issueTexts } from './json-schema-issues.ts'

const validators = new WeakMap<JsonObject, Validator>()

/** Checks a value against JSON Schema 2020-12. Throws when the schema itself cannot be read. */
export function validateJsonSchema(schema: JsonObject, value: JsonValue): ToolValidation {
  let validator = validators.get(schema)
  if (validator === undefined) {
    // A copy, since the validator writes into the schema, which may be frozen.
    validator = new Validator(structuredClone(schema) as Schema, '2020-12', false)
    validators.set(schema, validator)
  }
  const { valid, errors } = validator.validate(value)
  return valid ? { value } : { issues: issueTexts(errors, schema) }
}
