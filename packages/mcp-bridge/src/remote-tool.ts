import type { JsonObject } from '@autobot/core/provider'
import { pinOf } from './pins.ts'
import { tooLarge } from './schema-bounds.ts'

/** A tool as a server lists it, made whole. */
export interface RemoteTool {
  /** Exactly as the server writes it. */
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly inputSchema: JsonObject
  readonly annotations?: Readonly<Record<string, boolean | string>>
  /** What its structured content is to look like; the SDK does not know of it, as it would refuse. */
  readonly announced?: JsonObject
  /** The same as long as its definition means the same. */
  readonly pin: string
}

export interface ToolPage {
  readonly tools: readonly RemoteTool[]
  /** What was left out or repaired beyond recognition, and why. */
  readonly problems: readonly string[]
  readonly nextCursor?: string
}

/** Reads one page of a list: a tool that is wrong costs itself at most, never its neighbours. */
export function readToolPage(result: unknown): ToolPage {
  const { tools, nextCursor } = fields(result)
  const problems: string[] = []
  const read: RemoteTool[] = []
  if (!Array.isArray(tools)) problems.push('the list of tools is not a list')
  for (const entry of Array.isArray(tools) ? tools : []) {
    const tool = readSafely(entry)
    if (typeof tool === 'string') problems.push(tool)
    else if (tool !== undefined) read.push(tool)
  }
  const hasNext = typeof nextCursor === 'string' && nextCursor !== ''
  return { tools: read, problems, ...(hasNext && { nextCursor }) }
}

/** The tool, or why it cannot be used; undefined: it is none for models, and that is no mistake. */
function readSafely(entry: unknown): RemoteTool | string | undefined {
  try {
    return readTool(entry)
  } catch {
    // Such as one that is so deep that the stack does not suffice.
    return `a tool that cannot be read was left out`
  }
}

function readTool(entry: unknown): RemoteTool | string | undefined {
  const { name, title, description, inputSchema, outputSchema } = fields(entry)
  const { annotations, execution, _meta } = fields(entry)
  if (typeof name !== 'string' || name === '') return 'a tool without a name was left out'
  // It can only run as a task, which we do not do.
  if (fields(execution)['taskSupport'] === 'required') return undefined
  const visibility = fields(fields(_meta)['ui'])['visibility']
  if (Array.isArray(visibility) && !visibility.includes('model')) return undefined
  const schema = readSchema(inputSchema)
  if (schema === undefined) return `the tool "${name}" was left out: its input is not an object`
  const large = tooLarge(schema)
  if (large !== undefined) return `the tool "${name}" was left out: ${large}`
  const hints = readHints(annotations)
  const isAnnounced = typeof outputSchema === 'object' && outputSchema !== null
  return {
    name,
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    inputSchema: schema,
    ...(hints !== undefined && { annotations: hints }),
    ...(isAnnounced &&
      tooLarge(outputSchema) === undefined && { announced: outputSchema as JsonObject }),
    pin: pinOf(entry as Record<string, unknown>),
  }
}

/** Arguments are always an object; a schema that says nothing of it means that. */
function readSchema(schema: unknown): JsonObject | undefined {
  if (schema === undefined || schema === null) return { type: 'object', properties: {} }
  if (typeof schema !== 'object' || Array.isArray(schema)) return undefined
  const { type } = fields(schema)
  if (type === 'object') return schema as JsonObject
  const canBeObject = type === undefined || (Array.isArray(type) && type.includes('object'))
  return canBeObject ? { ...(schema as JsonObject), type: 'object' } : undefined
}

function readHints(annotations: unknown): Record<string, boolean | string> | undefined {
  const hints = Object.entries(fields(annotations)).filter(
    (entry): entry is [string, boolean | string] =>
      entry[0] === 'title' ? typeof entry[1] === 'string' : typeof entry[1] === 'boolean',
  )
  return hints.length === 0 ? undefined : Object.fromEntries(hints)
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
