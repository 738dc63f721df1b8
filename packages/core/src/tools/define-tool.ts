import type { JsonObject, JsonValue } from '../contract/json.ts'
import type { StandardSchema } from '../contract/standard-schema.ts'
import type { Tool, ToolContext, ToolOutput, ToolValidation } from '../contract/tool.ts'
import { ConfigError } from '../errors/config-error.ts'

export interface ToolInit<Input> {
  readonly name: string
  readonly description?: string
  /** A Standard Schema (zod, valibot, arktype, …), or plain JSON Schema. Default: no input. */
  readonly input?: StandardSchema<unknown, Input> | JsonObject
  /** JSON Schema for a Standard Schema that cannot give it. */
  readonly inputSchema?: JsonObject
  readonly execute: (input: Input, context: ToolContext) => ToolOutput | Promise<ToolOutput>
  readonly needsApproval?: Tool['needsApproval']
  readonly timeoutMs?: number
  readonly readOnly?: boolean
}

/** A tool whose `execute` gets its input checked and typed. */
export function defineTool<Input = JsonObject>(init: ToolInit<Input>): Tool {
  const { input, inputSchema, name, needsApproval, timeoutMs, readOnly, description } = init
  const standard = input !== undefined && '~standard' in input ? input['~standard'] : undefined
  const schema =
    inputSchema ??
    (standard === undefined
      ? ((input ?? { type: 'object', properties: {} }) as JsonObject)
      : (standard as StandardSchema['~standard']).jsonSchema?.input({ target: 'draft-2020-12' }))
  if (schema === undefined) {
    throw new ConfigError(`The schema of the tool "${name}" cannot give JSON Schema.`, {
      path: `tools.${name}`,
      hint: 'Pass inputSchema beside input, or use a library with Standard JSON Schema.',
    })
  }
  const validate =
    standard === undefined
      ? undefined
      : async (value: JsonValue): Promise<ToolValidation> => {
          const checked = await (standard as StandardSchema['~standard']).validate(value)
          if (checked.issues === undefined) return { value: checked.value }
          return {
            issues: checked.issues.map(({ message, path = [] }) => {
              const keys = path.map((step) => String(typeof step === 'object' ? step.key : step))
              return keys.length === 0 ? message : `'${keys.join('.')}': ${message}`
            }),
          }
        }
  const { type } = schema
  if (type !== undefined && type !== 'object') {
    throw new ConfigError(`The input of the tool "${name}" must be an object.`, {
      path: `tools.${name}`,
      hint: 'Put the value into a field of an object.',
    })
  }
  return Object.freeze({
    name,
    ...(description !== undefined && { description }),
    inputSchema: schema as JsonObject,
    ...(validate !== undefined && { validate }),
    execute: init.execute as Tool['execute'],
    ...(needsApproval !== undefined && { needsApproval }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(readOnly !== undefined && { readOnly }),
  })
}
