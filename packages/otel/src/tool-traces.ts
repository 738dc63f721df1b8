import type { ToolCallPart, ToolDefinition, ToolResultPart } from '@autobot/core'
import { type Attributes, type Context, type Span, SpanKind } from '@opentelemetry/api'
import { present } from './attributes.ts'
import { errorAttributes, type Failure, markFailed } from './failure.ts'
import type { Telemetry } from './telemetry.ts'

/** The tools that run in one step, by the id of their call. */
export interface ToolTraces {
  start(call: ToolCallPart, definition: ToolDefinition | undefined): void
  end(call: ToolCallPart, result: ToolResultPart, durationMs: number): void
  /** Ends what still runs. */
  abandon(failure: Failure): void
}

interface Running {
  readonly span: Span
  readonly started: number
  readonly name: string
}

export function createToolTraces(
  { content, instruments, now, tracer }: Telemetry,
  parent: Context,
  agent: Attributes,
): ToolTraces {
  const running = new Map<string, Running>()

  function finish(id: string, durationMs: number, failure: Failure | undefined): void {
    const one = running.get(id)
    if (one === undefined) return
    running.delete(id)
    markFailed(one.span, failure)
    one.span.end(new Date(one.started + durationMs))
    instruments.tool(durationMs / 1000, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': one.name,
      ...errorAttributes(failure),
    })
  }

  return {
    start(call, definition) {
      const started = now()
      const attributes = present({
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': call.name,
        'gen_ai.tool.call.id': call.id,
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.description': definition?.description,
        ...agent,
      })
      const options = { kind: SpanKind.INTERNAL, startTime: new Date(started), attributes }
      const span = tracer.startSpan(`execute_tool ${call.name}`, options, parent)
      if (span.isRecording()) span.setAttributes(content.call(call))
      running.set(call.id, { span, started, name: call.name })
    },
    end(call, result, durationMs) {
      const span = running.get(call.id)?.span
      if (span?.isRecording()) span.setAttributes(content.result(result))
      // Why it failed is in the result, which is content.
      finish(call.id, durationMs, result.isError === true ? { type: 'tool_error' } : undefined)
    },
    abandon(failure) {
      for (const [id, { started }] of [...running]) finish(id, now() - started, failure)
    },
  }
}
