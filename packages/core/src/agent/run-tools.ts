import type { Hook } from '../contract/hook.ts'
import type { ToolCallPart, ToolResultPart } from '../contract/message.ts'
import type { ChatRequest } from '../contract/request.ts'
import type { Tool } from '../contract/tool.ts'
import { executeToolCalls, type ApprovalDecision } from '../tools/execute.ts'
import { abortedText, errorResult } from '../tools/tool-result.ts'
import type { Toolbox } from '../tools/toolbox.ts'
import { createEventQueue } from './event-queue.ts'
import type { AgentEvent } from '../contract/agent-event.ts'
import { refusal } from './refused-calls.ts'
import type { RunState } from './run-state.ts'
import type { Transcript } from './transcript.ts'

export interface RunToolsOptions {
  readonly toolbox: Toolbox
  readonly hooks: readonly Hook[]
  readonly step: number
  readonly signal: AbortSignal
  readonly now: () => number
  readonly approve?: (call: ToolCallPart, tool: Tool) => Promise<ApprovalDecision>
  readonly toolConcurrency?: number
  readonly toolTimeoutMs?: number
  /** What was asked of the model: calls that it did not allow are not run. */
  readonly asked?: Pick<ChatRequest, 'parallelToolCalls' | 'toolChoice'>
}

/** Runs the calls of one answer side by side; their results become the next message. */
export async function* runTools(
  calls: readonly ToolCallPart[],
  options: RunToolsOptions,
  transcript: Transcript,
  state: RunState,
): AsyncGenerator<readonly AgentEvent[]> {
  const queue = createEventQueue<AgentEvent>()
  const { approve } = options
  const begun = new Map<string, ToolResultPart | undefined>()
  const work = executeToolCalls(calls, {
    toolbox: options.toolbox,
    signal: options.signal,
    hooks: options.hooks,
    step: options.step,
    now: options.now,
    emit(event) {
      if (event.type === 'tool_start') begun.set(event.call.id, undefined)
      else if (event.type === 'tool_end') begun.set(event.call.id, event.result)
      queue.push(event)
    },
    approve: (call, tool) => {
      queue.push({ type: 'approval_requested', call })
      return approve === undefined ? Promise.resolve({ action: 'defer' }) : approve(call, tool)
    },
    refuse: (call, index) => refusal(options.asked ?? {}, call, index),
    ...(options.toolConcurrency !== undefined && { concurrency: options.toolConcurrency }),
    ...(options.toolTimeoutMs !== undefined && { timeoutMs: options.toolTimeoutMs }),
  })
  let drained = false
  try {
    yield* queue.drain(work)
    drained = true
  } finally {
    // The consumer left: what began is never run again, whoever goes on with the conversation.
    if (!drained)
      keep(
        calls
          .filter(({ id }) => begun.has(id))
          .map((call) => begun.get(call.id) ?? errorResult(call, abortedText)),
      )
  }
  const results = await work
  const pending: ToolCallPart[] = []
  const done: ToolResultPart[] = []
  for (const [index, call] of calls.entries()) {
    const result = results[index]
    if (result === undefined) {
      pending.push(call)
      continue
    }
    done.push(result)
    const { id, name, input } = call
    state.records.push({ id, name, input, isError: result.isError === true, result })
  }
  keep(done)
  state.pending = pending

  function keep(content: readonly ToolResultPart[]): void {
    if (content.length > 0) transcript.append({ role: 'tool', content })
  }
}
