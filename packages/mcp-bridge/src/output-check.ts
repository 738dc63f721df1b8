import type { JsonObject, JsonValue } from '@autobot/core/provider'

type Check = (value: unknown) => string | undefined

const checks = new WeakMap<object, Check>()

/**
 * How a result differs from what its tool had announced; undefined when it does not, or when the
 * announcement itself cannot be read. Compiled with the first result, not with the list of tools.
 */
export async function outputMismatch(
  schema: JsonObject,
  structured: JsonValue | undefined,
): Promise<string | undefined> {
  if (structured === undefined) return 'the structured content that its schema announces is missing'
  const check = checks.get(schema) ?? (await compile(schema))
  checks.set(schema, check)
  return check(structured)
}

async function compile(schema: JsonObject): Promise<Check> {
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/ajv')
  try {
    const validate = new AjvJsonSchemaValidator().getValidator(schema as never)
    return (value) => {
      const { valid, errorMessage } = validate(value)
      if (valid) return undefined
      return `its structured content is not as its schema says: ${String(errorMessage).slice(0, 300)}`
    }
  } catch {
    return () => undefined
  }
}
