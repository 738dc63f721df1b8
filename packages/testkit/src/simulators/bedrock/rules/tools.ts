import { fields, isFields, kindOf, list } from '../json.ts'
import type { Fields } from '../json.ts'
import type { SimulatedModel } from '../model.ts'
import { extraneous, firstOf, invalid, strict, unsupportedField } from '../refusal.ts'
import type { Verdict } from '../refusal.ts'
import { streamsTools, takesTools, toolChoices } from './abilities.ts'

export function checkTools(body: Fields, model: SimulatedModel, streaming: boolean): Verdict {
  const config = body['toolConfig']
  if (config === undefined) return undefined
  const tools = list(fields(config)['tools'])
  return firstOf([
    () =>
      tools.length === 0
        ? invalid(
            "1 validation error detected: Value '[]' at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
          )
        : undefined,
    () => (takesTools(model) ? undefined : invalid("This model doesn't support tool use.")),
    () =>
      streaming && !streamsTools(model)
        ? invalid("This model doesn't support tool use in streaming mode.")
        : undefined,
    () => names(tools),
    ...tools.map((tool, at) => () => checkTool(tool, at, model)),
    () => checkChoice(fields(config)['toolChoice'], tools, model),
  ])
}

function names(tools: readonly unknown[]): Verdict {
  const seen = new Set<unknown>()
  for (const tool of tools) {
    const name = fields(fields(tool)['toolSpec'])['name']
    if (name === undefined) continue
    if (seen.has(name))
      return invalid(`The toolConfig.tools contains duplicate tool name: ${String(name)}`)
    seen.add(name)
  }
  return undefined
}

function checkTool(tool: unknown, at: number, model: SimulatedModel): Verdict {
  const kind = kindOf(tool)
  if (kind === 'cachePoint') return undefined
  if (kind === 'systemTool') {
    return model.family === 'nova' || model.family === 'unknown'
      ? undefined
      : invalid("This model doesn't support the systemTool field. Remove systemTool and try again.")
  }
  if (kind !== 'toolSpec') return strict(`toolConfig.tools.${at} is no tool.`)
  const { name, description, inputSchema, ...rest } = fields(fields(tool)['toolSpec'])
  delete (rest as Record<string, unknown>)['strict']
  const odd = Object.keys(rest)[0]
  if (odd !== undefined) return extraneous(`#/toolConfig/tools/${at}/toolSpec`, odd)
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    return invalid(
      `1 validation error detected: Value '${String(name)}' at 'toolConfig.tools.${at + 1}.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+`,
    )
  }
  if (description === '') {
    return invalid(
      `1 validation error detected: Value '' at 'toolConfig.tools.${at + 1}.member.toolSpec.description' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    )
  }
  return checkSchema(fields(inputSchema)['json'], at, model)
}

function checkSchema(schema: unknown, at: number, { family }: SimulatedModel): Verdict {
  if (!isFields(schema) || schema['type'] !== 'object') {
    return invalid(
      `The value at toolConfig.tools.${at}.toolSpec.inputSchema.json.type must be one of the following: object.`,
    )
  }
  const union = ['anyOf', 'oneOf', 'allOf'].find((key) => schema[key] !== undefined)
  if (family === 'unknown') return undefined
  if (union !== undefined) {
    return family === 'claude'
      ? invalid(
          `tools.${at}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
        )
      : extraneous(`#/toolConfig/tools/${at}/toolSpec/inputSchema/json`, union)
  }
  if (family === 'claude') {
    const odd = Object.keys(fields(schema['properties'])).find(
      (key) => !/^[a-zA-Z0-9_.-]{1,64}$/.test(key),
    )
    return odd === undefined
      ? undefined
      : invalid(
          `tools.${at}.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`,
        )
  }
  const reference = ['$defs', 'definitions', '$ref'].find((key) => holdsKey(schema, key))
  if (reference === undefined) return undefined
  const shown = reference === '$ref' ? reference : 'definitions'
  return extraneous(`#/toolConfig/tools/${at}/toolSpec/inputSchema/json`, shown)
}

/** As a keyword; a property of that name is none. */
function holdsKey(schema: unknown, wanted: string): boolean {
  if (Array.isArray(schema)) return schema.some((item) => holdsKey(item, wanted))
  if (!isFields(schema)) return false
  return Object.entries(schema).some(([key, value]) => {
    if (key === wanted) return true
    if (key === 'properties')
      return Object.values(fields(value)).some((one) => holdsKey(one, wanted))
    return key !== 'enum' && key !== 'const' && holdsKey(value, wanted)
  })
}

function checkChoice(choice: unknown, tools: readonly unknown[], model: SimulatedModel): Verdict {
  if (choice === undefined) return undefined
  const kind = kindOf(choice)
  if (!['auto', 'any', 'tool'].includes(kind) || Object.keys(fields(choice)).length !== 1) {
    return strict('toolChoice is one of auto, any and tool.')
  }
  const taken = toolChoices(model)
  const forcesNever = model.family === 'claude' && /fable|mythos/.test(model.base)
  if (!taken.includes(kind) || (forcesNever && kind !== 'auto')) {
    return unsupportedField(
      taken.length === 0 ? 'toolConfig.toolChoice' : `toolConfig.toolChoice.${kind}`,
    )
  }
  if (kind !== 'tool') return undefined
  const { name } = fields(fields(choice)['tool'])
  const known = tools.some((tool) => fields(fields(tool)['toolSpec'])['name'] === name)
  return known
    ? undefined
    : invalid(`toolChoice.tool.name ${String(name)} is not in toolConfig.tools.`)
}
