import type { JsonObject, ToolCallDelta } from '@autobot/core/provider'
import type { ResultStart } from './types.ts'

export interface ServerResults {
  /** A call that the service runs itself was opened at `index`. */
  call(index: number, toolUseId: string | undefined): void
  /** Whether the call at `index` still waits for what it gave. */
  waits(index: number): boolean
  begin(index: number, start: ResultStart): void
  add(index: number, content: readonly JsonObject[]): void
  /** The end of the call whose result ended at `index`. */
  end(index: number): ToolCallDelta | undefined
}

/**
 * A tool of the service answers in a block of its own. It is kept with its call, so that both can
 * go back together; nobody else has to know it.
 */
export function createServerResults(): ServerResults {
  const calls = new Map<string, number>()
  const results = new Map<number, { start: ResultStart; content: JsonObject[] }>()
  return {
    call(index, toolUseId) {
      if (toolUseId !== undefined) calls.set(toolUseId, index)
    },
    waits: (index) => [...calls.values()].includes(index),
    begin: (index, start) => void results.set(index, { start, content: [] }),
    add: (index, content) => void results.get(index)?.content.push(...content),
    end(index) {
      const result = results.get(index)
      results.delete(index)
      const { toolUseId = '', type, status } = result?.start ?? {}
      const call = calls.get(toolUseId)
      if (result === undefined || call === undefined) return undefined
      calls.delete(toolUseId)
      const toolResult = {
        toolUseId,
        content: result.content,
        ...(type !== undefined && { type }),
        ...(status !== undefined && { status }),
      }
      return {
        type: 'tool_call',
        id: String(call),
        argumentsText: '',
        complete: true,
        providerMetadata: { bedrock: { toolResult } },
      }
    },
  }
}
