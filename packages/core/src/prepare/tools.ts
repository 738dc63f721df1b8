import type { SchemaDialect } from '../contract/capabilities.ts'
import type { JsonValue } from '../contract/json.ts'
import type { Message } from '../contract/message.ts'
import type { ToolChoice, ToolDefinition } from '../contract/request.ts'
import { cleanText, isBlank } from './clean-text.ts'
import type { Pass } from './pass.ts'
import { rewrite, withContent } from './rewrite.ts'
import { compileSchema, type CompiledSchema } from './schema/compile.ts'
import type { ToolNames } from './tool-names.ts'

/** The tools that one request takes: unique names, no more than the target's limit. */
export function selectTools(
  tools: readonly ToolDefinition[],
  choice: ToolChoice | undefined,
  { capabilities, warn }: Pass,
): readonly ToolDefinition[] {
  if (capabilities.tools === 'none') {
    if (tools.length > 0) warn('tools_dropped', 'This model takes no tools.', 'tools')
    return []
  }
  const seen = new Set<string>()
  const unique = tools.filter((tool) => {
    if (!seen.has(tool.name)) return seen.add(tool.name)
    warn('tool_quarantined', `A second tool "${tool.name}" was left out.`, `tools.${tool.name}`)
    return false
  })
  const max = capabilities.maxTools ?? 128
  // The same list as long as nothing is left out: what is known of it is kept by it.
  if (unique.length <= max) return unique.length === tools.length ? tools : unique
  const asked = typeof choice === 'object' ? choice.tool : undefined
  const wanted = unique.findIndex((tool) => tool.name === asked)
  const kept = unique.filter((_, index) =>
    wanted < max ? index < max : index < max - 1 || index === wanted,
  )
  for (const tool of unique) {
    if (kept.includes(tool)) continue
    const message = `The tool "${tool.name}" was left out: this model takes ${max} tools.`
    warn('tool_quarantined', message, `tools.${tool.name}`)
  }
  return kept
}

export interface CompiledTools {
  readonly tools: readonly ToolDefinition[]
  /** By the tool's own name. */
  readonly schemas: ReadonlyMap<string, CompiledSchema>
}

const noTools: CompiledTools = { tools: [], schemas: new Map() }

/** Tools in names and schemas of the wire. */
export function compileTools(
  tools: readonly ToolDefinition[],
  names: ToolNames,
  { capabilities, warn }: Pass,
): CompiledTools {
  if (tools.length === 0) return noTools
  const schemas = new Map<string, CompiledSchema>()
  const compiled = tools.flatMap((tool): readonly ToolDefinition[] => {
    const schema = compiledOrNot(tool, capabilities.toolSchema)
    if (schema === undefined) {
      const message = `The tool "${tool.name}" was left out: its schema is nested too deeply, or contains itself.`
      warn('tool_quarantined', message, `tools.${tool.name}`)
      return []
    }
    schemas.set(tool.name, schema)
    for (const problem of schema.problems) {
      warn('schema_simplified', `Tool "${tool.name}": ${problem}`, `tools.${tool.name}.inputSchema`)
    }
    return [wireTool(tool, names.toWire(tool.name), schema)]
  })
  return { tools: compiled, schemas }
}

interface WireTool {
  readonly given: string | undefined
  readonly definition: ToolDefinition
}

const wireTools = new WeakMap<CompiledSchema, WireTool>()

/** The same object for the same tool, so that a wire can keep what it makes of it. */
function wireTool(tool: ToolDefinition, name: string, schema: CompiledSchema): ToolDefinition {
  const known = wireTools.get(schema)
  if (known?.definition.name === name && known.given === tool.description) return known.definition
  const description = cleanText(tool.description ?? '')
  // Frozen: what one provider wrote into it, the next request would send.
  const definition: ToolDefinition = Object.freeze({
    name,
    ...(!isBlank(description) && { description }),
    inputSchema: schema.schema,
  })
  wireTools.set(schema, { given: tool.description, definition })
  return definition
}

/** One tool that cannot be said must not cost the others. */
function compiledOrNot(
  tool: ToolDefinition,
  dialect: SchemaDialect | undefined,
): CompiledSchema | undefined {
  try {
    return compileSchema(tool.inputSchema, dialect)
  } catch {
    return undefined
  }
}

/** The inputs of the history's calls in keys and values of the wire, as the model wrote them. */
export function encodeInputs(
  messages: readonly Message[],
  schemas: ReadonlyMap<string, CompiledSchema>,
): readonly Message[] {
  return rewrite<Message>(messages, (message) => {
    if (message.role !== 'assistant') return message
    const content = rewrite(message.content, (part) => {
      if (part.type !== 'tool_call') return part
      const input: JsonValue = schemas.get(part.name)?.encode(part.input) ?? part.input
      return input === part.input ? part : { ...part, input, argumentsText: JSON.stringify(input) }
    })
    return withContent(message, content)
  })
}
