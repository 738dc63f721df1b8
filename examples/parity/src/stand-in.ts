import { LLMock } from '@copilotkit/aimock'
import { scriptedModel } from './scripted-model.ts'

export interface StandIn {
  readonly url: string
  stop(): Promise<void>
}

/** The providers' services on this machine: a real server on each wire, with a scripted model. */
export async function startStandIn(latencyMs: number): Promise<StandIn> {
  const server = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
  server.on({ predicate: () => true }, scriptedModel, { latency: latencyMs, chunkSize: 12 })
  const url = await server.start()
  return { url, stop: () => server.stop() }
}
