import type { Capabilities } from '../contract/capabilities.ts'
import type { JsonValue } from '../contract/json.ts'
import type { Message, SystemMessage } from '../contract/message.ts'
import type { OutputSchema } from '../contract/request.ts'
import { cleanJson, cleanText } from './clean-text.ts'
import type { Warn } from './pass.ts'
import { compileSchema } from './schema/compile.ts'

export interface PreparedOutput {
  readonly messages: readonly Message[]
  readonly output?: OutputSchema
  decode(value: JsonValue): JsonValue
}

/** The shape of the answer: asked for on the wire, or in words at the end of the system text. */
export function output(
  asked: OutputSchema | undefined,
  messages: readonly Message[],
  capabilities: Capabilities,
  warn: Warn,
): PreparedOutput {
  const decode = (value: JsonValue): JsonValue => value
  if (asked === undefined) return { messages, decode }
  if (capabilities.structuredOutput === 'native') {
    const compiled = compileSchema(
      asked.schema,
      capabilities.outputSchema ?? capabilities.toolSchema,
    )
    for (const problem of compiled.problems) warn('schema_simplified', problem, 'output.schema')
    const name = cleanText(asked.name ?? 'answer')
      .replaceAll(/[^A-Za-z0-9_-]/g, '_')
      .slice(0, 64)
    return {
      messages,
      output: {
        schema: compiled.schema,
        name: name === '' ? 'answer' : name,
        ...(asked.description !== undefined && { description: cleanText(asked.description) }),
      },
      decode: compiled.decode,
    }
  }
  warn('output_by_prompt', 'The shape of the answer is asked for in words.', 'output')
  const about = asked.description === undefined ? '' : ` It is: ${cleanText(asked.description)}.`
  const instruction: SystemMessage = {
    role: 'system',
    content: [
      {
        type: 'text',
        text: `Answer with one JSON value and nothing else: no prose, no code fence.${about} It must be valid against this JSON Schema:\n${JSON.stringify(cleanJson(asked.schema))}`,
      },
    ],
  }
  const at = messages.findIndex((message) => message.role !== 'system')
  const end = at === -1 ? messages.length : at
  return { messages: [...messages.slice(0, end), instruction, ...messages.slice(end)], decode }
}
