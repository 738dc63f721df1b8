import type { Capabilities } from '../contract/capabilities.ts'
import type { JsonValue } from '../contract/json.ts'
import type { Message, SystemMessage } from '../contract/message.ts'
import type { OutputSchema } from '../contract/request.ts'
import type { AnswerTool, OutputStrategy } from './answer-tool.ts'
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
  strategy: OutputStrategy | undefined,
  answer: AnswerTool | undefined,
  warn: Warn,
): PreparedOutput {
  const decode = (value: JsonValue): JsonValue => value
  if (asked === undefined) return { messages, decode }
  if (strategy === 'native') {
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
  if (answer !== undefined) {
    const text = `When you have the answer, give it by calling the tool ${answer.definition.name}, and in no other way.`
    return { messages: withInstruction(messages, text), decode }
  }
  warn('output_by_prompt', 'The shape of the answer is asked for in words.', 'output')
  const about = asked.description === undefined ? '' : ` It is: ${cleanText(asked.description)}.`
  const text = `Answer with one JSON value and nothing else: no prose, no code fence.${about} It must be valid against this JSON Schema:\n${JSON.stringify(cleanJson(asked.schema))}`
  return { messages: withInstruction(messages, text), decode }
}

/** At the end of the system text, where it is the same for every turn. */
function withInstruction(messages: readonly Message[], text: string): readonly Message[] {
  const instruction: SystemMessage = { role: 'system', content: [{ type: 'text', text }] }
  const at = messages.findIndex((message) => message.role !== 'system')
  const end = at === -1 ? messages.length : at
  return [...messages.slice(0, end), instruction, ...messages.slice(end)]
}
