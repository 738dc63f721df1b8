import type { ModelCall } from '../contract/call.ts'
import type { Hook } from '../contract/hook.ts'
import type { Message } from '../contract/message.ts'
import type { ChatRequest, RequestOptions } from '../contract/request.ts'
import type { ChatResponse, Warning } from '../contract/response.ts'
import type { Tool } from '../contract/tool.ts'
import { errorInfo } from '../errors/error-info.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { executeToolCalls } from '../tools/execute.ts'
import { createToolbox } from '../tools/toolbox.ts'
import { addUsage } from './add-usage.ts'
import { createEventQueue } from './event-queue.ts'
import type { AgentEvent } from './events.ts'
import { afterModel, beforeModel } from './model-hooks.ts'
import type { RunResult, ToolCallRecord } from './run-result.ts'
import type { StopCondition } from './stop.ts'
import { createTranscript, runnableCalls, toolMessage } from './transcript.ts'

export interface LoopOptions {
  readonly call: ModelCall
  /** With prefix. */
  readonly model: string
  readonly fallback?: readonly string[]
  /** What was said before, the new question not included. */
  readonly history: readonly Message[]
  readonly input: readonly Message[]
  readonly tools: readonly Tool[]
  readonly request: RequestOptions
  readonly hooks: readonly Hook[]
  /** Model calls. */
  readonly maxSteps: number
  readonly stopWhen?: StopCondition
  /** Tools that run at the same time. */
  readonly toolConcurrency?: number
  /** Milliseconds for each tool. */
  readonly toolTimeoutMs?: number
  readonly signal: AbortSignal
  readonly newId: () => string
  /** Milliseconds, for durations. */
  readonly now: () => number
  readonly warnings?: readonly Warning[]
}

/** Ask, run the tools, ask again. Ends with `run_end`; a failure is thrown after it. */
export async function* runAgent(options: LoopOptions): AsyncGenerator<AgentEvent> {
  const { hooks, maxSteps, signal, tools } = options
  const transcript = createTranscript(options.history)
  const warnings: Warning[] = [...(options.warnings ?? [])]
  const records: ToolCallRecord[] = []
  const toolbox = createToolbox(tools)
  let usage = {}
  let steps = 0
  let last: ChatResponse | undefined

  const result = (failure?: unknown): RunResult => {
    const error = failure === undefined ? undefined : errorInfo(failure)
    const partial = ProviderError.is(failure) ? failure.partial : undefined
    const slash = options.model.indexOf('/')
    return {
      text: partial === undefined ? (last?.text ?? '') : textOf(partial),
      finishReason: endOf(last, error?.code),
      ...(last?.rawFinishReason !== undefined && { rawFinishReason: last.rawFinishReason }),
      usage,
      steps,
      toolCalls: records,
      messages: [...transcript.messages],
      newMessages: [...transcript.added],
      provider: last?.provider ?? options.model.slice(0, Math.max(slash, 0)),
      model: last?.model ?? options.model.slice(slash + 1),
      warnings,
      ...(last !== undefined && { response: last }),
      ...(error !== undefined && { error }),
    }
  }

  try {
    yield { type: 'run_start', model: options.model }
    for (const message of options.input) transcript.append(message)
    for (;;) {
      if (steps >= maxSteps) throw stepLimit(last, maxSteps)
      yield { type: 'step_start', step: steps + 1, model: options.model }
      const response = yield* step()
      const calls = runnableCalls(response.message)
      const goesOn = response.finishReason === 'tool_calls' && calls.length > 0
      if (goesOn) {
        const queue = createEventQueue<AgentEvent>()
        const work = executeToolCalls(calls, {
          toolbox,
          signal,
          hooks,
          step: steps,
          now: options.now,
          emit: queue.push,
          ...(options.toolConcurrency !== undefined && { concurrency: options.toolConcurrency }),
          ...(options.toolTimeoutMs !== undefined && { timeoutMs: options.toolTimeoutMs }),
        })
        yield* queue.drain(work)
        const results = await work
        transcript.append(toolMessage(results))
        for (const [index, call] of calls.entries()) {
          const part = results[index]
          if (part === undefined) continue
          const { id, name, input } = call
          records.push({ id, name, input, isError: part.isError === true, result: part })
        }
      }
      yield { type: 'step_end', step: steps, response, usage }
      if (signal.aborted) {
        throw new ProviderError('The run was aborted.', {
          code: 'aborted',
          provider: response.provider,
          cause: signal.reason,
        })
      }
      if (!goesOn || (await options.stopWhen?.({ steps, response, usage, toolCalls: records }))) break
    }
  } catch (error) {
    yield { type: 'run_end', result: result(error) }
    throw error
  }
  yield { type: 'run_end', result: result() }

  async function* step(): AsyncGenerator<AgentEvent, ChatResponse> {
    const request: ChatRequest = await beforeModel(
      hooks,
      { ...options.request, model: options.model, messages: [...transcript.messages], tools },
      steps + 1,
      signal,
    )
    let response: ChatResponse | undefined
    try {
      for await (const event of options.call(request, {
        signal,
        newId: options.newId,
        ...(options.fallback !== undefined && { fallback: options.fallback }),
      })) {
        if (event.type === 'response_end') response = event.response
        yield event
      }
    } catch (error) {
      // What had arrived stays in the conversation; repair makes it legal for the next request.
      if (ProviderError.is(error) && error.partial !== undefined && error.partial.content.length > 0) {
        transcript.append(error.partial)
      }
      throw error
    }
    if (response === undefined) {
      throw new ProviderError('The model call ended without a response.', {
        code: 'bad_response',
        provider: options.model,
      })
    }
    last = await afterModel(hooks, request, response, steps + 1, signal)
    steps += 1
    usage = addUsage(usage, last.usage)
    for (const warning of last.warnings) addWarning(warnings, warning)
    transcript.append(last.message)
    return last
  }
}

function textOf(message: { readonly content: readonly { readonly type: string }[] }): string {
  let text = ''
  for (const part of message.content) {
    if (part.type === 'text') text += (part as { readonly type: 'text'; text: string }).text
  }
  return text
}

function endOf(last: ChatResponse | undefined, code: string | undefined): RunResult['finishReason'] {
  if (code === 'aborted') return 'aborted'
  if (code === 'limit') return last?.finishReason ?? 'error'
  return code === undefined ? (last?.finishReason ?? 'other') : 'error'
}

/** The same change is made for each step of a run; once is enough to know. */
function addWarning(warnings: Warning[], warning: Warning): void {
  const known = warnings.some(
    (other) => other.code === warning.code && other.message === warning.message,
  )
  if (!known) warnings.push(warning)
}

function stepLimit(last: ChatResponse | undefined, maxSteps: number): ProviderError {
  return new ProviderError(
    `The run was stopped after ${maxSteps} model call${maxSteps === 1 ? '' : 's'} (its limit), with tool calls still to come.`,
    {
      code: 'limit',
      provider: last?.provider ?? '',
      hint: 'Raise the limit of steps, or ask for less at once.',
    },
  )
}
