import type { JsonObject, JsonValue } from '../contract/json.ts'
import type { StandardSchema, StandardSchemaIssue } from '../contract/standard-schema.ts'

/**
 * A Standard Schema for a flat block of configuration: checks `type`, `enum` and `required` of its
 * properties; unknown keys pass. For more, use a schema library. A value never stands in an issue:
 * it may be a secret.
 */
export function configSchema<T>(schema: JsonObject): StandardSchema<unknown, T> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>)
  const required = (schema['required'] ?? []) as readonly string[]
  return {
    '~standard': {
      version: 1,
      vendor: 'autobot',
      validate(value) {
        const given = value ?? {}
        if (typeof given !== 'object' || Array.isArray(given)) {
          return { issues: [{ message: 'should be a block of fields' }] }
        }
        // A key without a value, as YAML allows it, is a field that is not there.
        const block: Record<string, unknown> = Object.fromEntries(
          Object.entries(given).filter(([, field]) => field !== null),
        )
        const issues: StandardSchemaIssue[] = []
        for (const key of required) {
          if (block[key] === undefined) issues.push({ message: 'is missing', path: [key] })
        }
        for (const [key, rule] of properties) {
          const found = block[key]
          if (found === undefined) continue
          const message = mismatch(found, rule)
          if (message !== undefined) issues.push({ message, path: [key] })
        }
        return issues.length > 0 ? { issues } : { value: block as T }
      },
      jsonSchema: { input: () => ({ ...schema }), output: () => ({ ...schema }) },
    },
  }
}

function mismatch(value: unknown, rule: JsonObject): string | undefined {
  const type = rule['type']
  const actual = Array.isArray(value) ? 'array' : typeof value
  const wanted = type === 'integer' ? 'number' : type
  if (wanted !== undefined && actual !== wanted) {
    return `should be ${/^[aeio]/.test(String(type)) ? 'an' : 'a'} ${String(type)}, not ${actual}`
  }
  if (type === 'integer' && !Number.isInteger(value)) return 'should be a whole number'
  const choices = rule['enum'] as readonly JsonValue[] | undefined
  if (choices !== undefined && !choices.includes(value as JsonValue)) {
    return `should be one of: ${choices.join(', ')}`
  }
  return undefined
}
