import { randomUUID } from 'node:crypto'
import { ToolError, type JsonValue, type Tool } from '@autobot/core/provider'
import type { CallToolResult } from '@modelcontextprotocol/server'
import { InputNeeded, type Answers } from './ask.ts'
import type { McpCaller, McpServeOptions, ServedToolContext } from './options.ts'
import { toAnswer, toError } from './tool-answer.ts'

type Sdk = typeof import('@modelcontextprotocol/server')

export interface ToolCall {
  readonly sdk: Sdk
  readonly options: McpServeOptions
  readonly tool: Tool
  readonly input: JsonValue
  readonly answers: Answers
  readonly signal: AbortSignal
  readonly log: McpCaller['log']
  readonly progress: ServedToolContext['progress']
}

const compiled = new WeakMap<object, (value: unknown) => Promise<string | undefined>>()

/** One call. A failure is a result that the model at the other end reads, without a stack. */
export async function runTool(call: ToolCall): Promise<CallToolResult> {
  const { options, tool, input, answers, log, progress } = call
  try {
    const checked = await validate(call)
    if ('problem' in checked) return toError(`The arguments are not valid: ${checked.problem}`)
    const needs =
      typeof tool.needsApproval === 'function'
        ? await tool.needsApproval(input)
        : tool.needsApproval === true
    if (needs && (await options.approve?.(tool, input)) !== true) {
      return toError('The call was not approved.')
    }
    const late = AbortSignal.timeout(tool.timeoutMs ?? options.callTimeoutMs ?? 600_000)
    const signal = AbortSignal.any([call.signal, late])
    const caller = { log, ask: answers.ask }
    const context: ServedToolContext = { toolCallId: randomUUID(), signal, progress, caller }
    const work = Promise.resolve(tool.execute(checked.value as never, context))
    return toAnswer(await Promise.race([work, rejectedWith(signal)]))
  } catch (error) {
    if (error instanceof InputNeeded) throw error
    if (ToolError.is(error)) return toError(error.message)
    options.log?.('warn', `the tool ${tool.name} failed: ${String(error)}`)
    return toError(error instanceof Error ? error.message : String(error))
  }
}

async function validate({
  sdk,
  tool,
  input,
}: ToolCall): Promise<{ value: unknown } | { problem: string }> {
  if (tool.validate !== undefined) {
    const result = await tool.validate(input)
    return result.issues === undefined
      ? { value: result.value }
      : { problem: result.issues.join('; ') }
  }
  const check = compiled.get(tool.inputSchema) ?? compile(sdk, tool.inputSchema)
  compiled.set(tool.inputSchema, check)
  const problem = await check(input)
  return problem === undefined ? { value: input } : { problem }
}

function compile(sdk: Sdk, schema: object): (value: unknown) => Promise<string | undefined> {
  const { validate: check } = sdk.fromJsonSchema(schema as never)['~standard']
  return async (value) => {
    const { issues } = await check(value)
    return issues?.map(({ message }) => message).join('; ')
  }
}

function rejectedWith(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new ToolError('The call was cancelled or took too long.'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
}
