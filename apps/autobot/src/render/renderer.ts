import type { AgentEvent, ErrorInfo, RunResult } from '@autobot/core'

/** How a run is shown; each is told of every event, then of the end. */
export interface Renderer {
  event(event: AgentEvent): void
  end(result: RunResult): void
  /** The run did not begin, or ended without a result. */
  failed(error: ErrorInfo, model: string | undefined): void
}
