import type { CommandContext } from '../command-context.ts'
import type { Renderer } from './renderer.ts'
import { failedResult, resultObject, type ResultObject } from './result.ts'

/** `--json`: one object. `--stream-json`: one event a line, and the same object last. */
export function jsonRenderer(
  context: CommandContext,
  events: boolean,
  sessionId: () => string | undefined,
): Renderer {
  const line = (value: unknown): void => context.write(`${context.redactor.json(value)}\n`)
  const end = (result: ResultObject): void => line(result)
  return {
    event(event) {
      // The result takes the place of run_end, which holds the whole conversation once more.
      if (events && event.type !== 'run_end') line(event)
    },
    end: (result) => end(resultObject(result, sessionId())),
    failed: (error, model) => end(failedResult(error, model)),
  }
}
