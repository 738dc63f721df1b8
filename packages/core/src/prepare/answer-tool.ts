import type { Capabilities } from '../contract/capabilities.ts'
import type { JsonObject, JsonValue } from '../contract/json.ts'
import type { RequestOptions, ToolDefinition } from '../contract/request.ts'
import { isNode } from './schema/node.ts'

/** A tool by which the model gives its answer, where the wire cannot ask for its shape. */
export interface AnswerTool {
  readonly definition: ToolDefinition
  /** The answer in the input of the tool. */
  read(input: JsonValue): JsonValue
}

export type OutputStrategy = 'native' | 'tool' | 'prompt'

/** The best way to a given shape that the target has. */
export function outputStrategy(
  request: RequestOptions,
  capabilities: Capabilities,
): OutputStrategy | undefined {
  if (request.output === undefined) return undefined
  const strategy =
    capabilities.structuredOutput ?? (capabilities.tools === 'none' ? 'prompt' : 'tool')
  // Whoever forbids tools forbids this one too.
  const canCall = capabilities.tools !== 'none' && request.toolChoice !== 'none'
  return strategy === 'tool' && !canCall ? 'prompt' : strategy
}

export function answerTool(
  request: RequestOptions,
  tools: readonly ToolDefinition[],
): AnswerTool | undefined {
  const { output } = request
  if (output === undefined) return undefined
  const taken = new Set(tools.map(({ name }) => name))
  let name = 'give_answer'
  while (taken.has(name)) name = `${name}_`
  // The input of a tool is an object: another shape is put into one.
  const isObject = output.schema['type'] === 'object'
  const inputSchema: JsonObject = isObject
    ? output.schema
    : { type: 'object', properties: { value: output.schema }, required: ['value'] }
  return {
    definition: {
      name,
      description: `Gives the final answer.${output.description === undefined ? '' : ` It is: ${output.description}.`}`,
      inputSchema,
    },
    read: (input) => (isObject ? input : isNode(input) ? (input['value'] ?? null) : input),
  }
}
