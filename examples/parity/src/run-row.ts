import type { Agent, Message, ToolCallPart, ToolResultPart, Usage } from '@autobot/core'
import type { Paint } from './paint.ts'
import { task } from './task.ts'

export interface Run {
  readonly model: string
  readonly steps: number
  readonly toolCalls: number
  readonly usage: Usage
  /** Milliseconds from the question to the first piece of text. */
  readonly firstTextMs: number | undefined
  readonly totalMs: number
  readonly messages: readonly Message[]
}

/** Runs the task on one model, a fresh conversation each time, and shows it as it happens. */
export async function runRow(
  agent: Agent,
  model: string,
  signal: AbortSignal,
  write: (text: string) => void,
  paint: Paint,
): Promise<Run> {
  const start = performance.now()
  let firstTextMs: number | undefined
  let column = 0
  const say = (text: string): void => {
    write(text)
    column = text.endsWith('\n') ? 0 : 1
  }
  const line = (text: string): void => say(`${column === 0 ? '' : '\n'}${text}\n`)

  for await (const event of agent.stream(task, { model, messages: [], signal })) {
    if (event.type === 'text_delta') {
      firstTextMs ??= performance.now() - start
      say(event.text)
    } else if (event.type === 'tool_start') {
      line(paint.dim(`  → ${describeCall(event.call)}`))
    } else if (event.type === 'tool_end') {
      const took = `${Math.round(event.durationMs)} ms`
      line(paint.dim(`  ← ${describeCall(event.call)}: ${describeResult(event.result)}, ${took}`))
    } else if (event.type === 'retry') {
      line(`  retry ${event.attempt}: ${event.error.message}`)
    } else if (event.type === 'warning') {
      line(`  warning: ${event.warning.message}`)
    } else if (event.type === 'run_end' && event.result.error === undefined) {
      const { result } = event
      line('')
      return {
        model,
        steps: result.steps,
        toolCalls: result.toolCalls.length,
        usage: result.usage,
        firstTextMs,
        totalMs: performance.now() - start,
        messages: result.newMessages,
      }
    }
  }
  throw new Error('The run ended without a result.')
}

function describeCall({ name, input }: ToolCallPart): string {
  const fields =
    typeof input === 'object' && input !== null
      ? Object.entries(input).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      : [JSON.stringify(input)]
  return `${name}(${fields.join(', ')})`
}

function describeResult({ content, isError }: ToolResultPart): string {
  const text = content
    .map((part) => (part.type === 'text' ? part.text : `[${part.type}]`))
    .join('\n')
  if (isError === true) return `error: ${text.split('\n')[0]}`
  const lines = text.split('\n').filter((item) => item.trim() !== '').length
  return `${lines} ${lines === 1 ? 'line' : 'lines'}, ${text.length} characters`
}
