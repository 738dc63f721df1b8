import type { Hook } from '../contract/hook.ts'
import type { JsonValue } from '../contract/json.ts'
import type { ToolCallPart, ToolResultPart } from '../contract/message.ts'
import type { Tool, ToolProgress, ToolValidation } from '../contract/tool.ts'
import { loadValidator } from './load-validator.ts'
import { abortedText, errorResult, toolResult } from './tool-result.ts'
import type { Toolbox } from './toolbox.ts'
import { untilAbort } from './until-abort.ts'

export interface ExecuteOptions {
  readonly toolbox: Toolbox
  readonly signal: AbortSignal
  readonly hooks?: readonly Hook[]
  /** Number of the step, for the hooks. */
  readonly step?: number
  readonly now: () => number
  readonly emit: (event: ToolEvent) => void
  /** At the same time. Default 8. */
  readonly concurrency?: number
  /** Milliseconds. Default 600 000. */
  readonly timeoutMs?: number
  /** Of one turn; the others get an error result each. Default 128. */
  readonly maxCalls?: number
  /** Why a call is not run; the model reads it. Default: all are. */
  readonly refuse?: (call: ToolCallPart, index: number) => string | undefined
  /** Asked for each call of a tool that needs approval. `defer`: the call stays without a result. */
  readonly approve?: (call: ToolCallPart, tool: Tool) => Promise<ApprovalDecision>
}

/** `reason` is what the model reads in place of a result. */
export type ApprovalDecision =
  | { readonly action: 'allow'; readonly input?: JsonValue }
  | { readonly action: 'deny'; readonly reason?: string }
  | { readonly action: 'defer' }

export type ToolEvent =
  | { readonly type: 'tool_start'; readonly call: ToolCallPart }
  | ({
      readonly type: 'tool_progress'
      readonly toolCallId: string
      readonly toolName: string
    } & ToolProgress)
  | {
      readonly type: 'tool_end'
      readonly call: ToolCallPart
      readonly result: ToolResultPart
      readonly durationMs: number
    }

/**
 * One result for each call, in the order of the calls; undefined for a call whose approval was
 * deferred. Never throws: a failure is a result.
 */
export async function executeToolCalls(
  calls: readonly ToolCallPart[],
  options: ExecuteOptions,
): Promise<readonly (ToolResultPart | undefined)[]> {
  const { concurrency = 8, emit, maxCalls = 128, now } = options
  const results: (ToolResultPart | undefined)[] = calls.map(() => undefined)
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < calls.length; index = next++) {
      const call = calls[index]
      if (call === undefined) return
      const refused =
        index < maxCalls
          ? options.refuse?.(call, index)
          : `Not run: at most ${maxCalls} calls are run in one turn.`
      const allowed =
        refused === undefined
          ? await askFor(call, options)
          : ({ action: 'deny', reason: refused } as const)
      if (allowed === undefined) continue
      const started = now()
      emit({ type: 'tool_start', call })
      const result = await untilAbort(
        options.signal,
        runCall(call, allowed, options).catch((error: unknown) => errorResult(call, textOf(error))),
        () => errorResult(call, abortedText),
      )
      results[index] = result
      emit({ type: 'tool_end', call, result, durationMs: now() - started })
    }
  }
  // A concurrency of 0 would leave every call without a result.
  const workers = Math.min(Math.max(1, Math.floor(concurrency) || 1), calls.length)
  await Promise.all(Array.from({ length: workers }, worker))
  return results
}

/** What the application says of a call; undefined when it will say so later. */
async function askFor(
  call: ToolCallPart,
  { approve, signal, toolbox }: ExecuteOptions,
): Promise<Exclude<ApprovalDecision, { action: 'defer' }> | undefined> {
  const tool = toolbox.find(call.name)
  if (tool?.needsApproval === undefined || call.invalid !== undefined || signal.aborted) {
    return { action: 'allow' }
  }
  try {
    const needed =
      typeof tool.needsApproval === 'function'
        ? await tool.needsApproval(call.input)
        : tool.needsApproval
    if (!needed) return { action: 'allow' }
    const asked = approve?.(call, tool) ?? Promise.resolve({ action: 'defer' as const })
    // After an abort nobody waits for the answer: the call is then not run.
    const decision = await untilAbort<ApprovalDecision>(signal, asked, () => ({ action: 'allow' }))
    switch (decision.action) {
      case 'defer':
        return undefined
      case 'allow':
      case 'deny':
        return decision
      default:
        throw new TypeError('approve answered neither allow, nor deny, nor defer.')
    }
  } catch (error) {
    // Whoever cannot say yes says no.
    return { action: 'deny', reason: `The call could not be approved: ${textOf(error)}` }
  }
}

async function runCall(
  call: ToolCallPart,
  decision: Exclude<ApprovalDecision, { action: 'defer' }>,
  options: ExecuteOptions,
): Promise<ToolResultPart> {
  const { hooks = [], signal, step = 0 } = options
  const tool = options.toolbox.find(call.name)
  if (signal.aborted) return errorResult(call, abortedText)
  if (tool === undefined) return errorResult(call, `Unknown tool "${call.name}".`)
  if (call.invalid !== undefined) return invalidArguments(call, [call.invalid])
  if (decision.action === 'deny') {
    return errorResult(call, decision.reason ?? 'The user did not allow this tool call.')
  }
  let input = decision.input ?? call.input
  let result: ToolResultPart | undefined
  for (const hook of hooks) {
    const decision = await hook.beforeTool?.({ call: { ...call, input }, step, signal })
    if (!decision) continue
    if (decision.action === 'deny') result = errorResult(call, decision.reason)
    else if (decision.action === 'replace') {
      const { result: content, isError = false } = decision
      result = toolResult(call, { content, isError })
    } else input = decision.input ?? input
    if (result !== undefined) break
  }
  result ??= await runTool(tool, call, input, options)
  for (const hook of hooks) {
    result = (await hook.afterTool?.({ call, step, signal, result })) ?? result
  }
  return result
}

async function runTool(
  tool: Tool,
  call: ToolCallPart,
  input: JsonValue,
  options: ExecuteOptions,
): Promise<ToolResultPart> {
  const checked = await validate(tool, input)
  if (checked.issues !== undefined) return invalidArguments(call, checked.issues)
  if (options.signal.aborted) return errorResult(call, abortedText)
  const timeoutMs = tool.timeoutMs ?? options.timeoutMs ?? 600_000
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(options.signal.reason)
  options.signal.addEventListener('abort', onAbort, { once: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  // A tool that does not listen to its signal is left behind; its late answer is ignored.
  const late = new Promise<ToolResultPart>((resolve) => {
    // A longer timer than this would fire at once.
    if (timeoutMs > 2 ** 31 - 1) return
    timer = setTimeout(() => {
      resolve(errorResult(call, `The tool "${tool.name}" took longer than ${timeoutMs / 1000} s.`))
      controller.abort(new Error('The time of the tool is up.'))
    }, timeoutMs)
  })
  const progress = (update: ToolProgress): void => {
    if (over || options.signal.aborted) return
    options.emit({
      type: 'tool_progress',
      toolCallId: call.id,
      toolName: tool.name,
      ...update,
    })
  }
  const work = async (): Promise<ToolResultPart> => {
    try {
      const context = { toolCallId: call.id, signal: controller.signal, progress }
      return toolResult(call, await tool.execute(checked.value as never, context))
    } catch (error) {
      return errorResult(call, textOf(error))
    }
  }
  try {
    return await Promise.race([work(), late])
  } finally {
    over = true
    clearTimeout(timer)
    options.signal.removeEventListener('abort', onAbort)
  }
}

async function validate(tool: Tool, input: JsonValue): Promise<ToolValidation> {
  if (tool.validate !== undefined) return tool.validate(input)
  const { validateJsonSchema } = await loadValidator()
  try {
    return validateJsonSchema(tool.inputSchema, input)
  } catch {
    // A schema that the validator cannot read must not cost the tool.
    return { value: input }
  }
}

function invalidArguments(call: ToolCallPart, issues: readonly string[]): ToolResultPart {
  return errorResult(call, `Invalid arguments for the tool "${call.name}": ${issues.join('; ')}`)
}

function textOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message === '' ? 'The tool failed.' : message
}
