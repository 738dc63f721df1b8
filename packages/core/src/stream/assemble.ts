import { batched, batchesOf } from '../batch/batched.ts'
import type { ChatDelta } from '../contract/delta.ts'
import type { StreamEvent } from '../contract/event.ts'
import { addDelta, endAnswer } from './assembler.ts'
import { createAssembly, messageOf, type AssembleOptions } from './assembly.ts'

export type { AssembleOptions } from './assembly.ts'

/**
 * Thin deltas → bracketed events. Opens and closes blocks, joins fragments, gives tool calls their
 * ids and polices the contract: a stream without `finish`, or with more than one, is an error.
 * Whatever is thrown becomes a ProviderError that holds what had arrived.
 */
export function assemble(
  deltas: AsyncIterable<ChatDelta>,
  options: AssembleOptions,
): AsyncGenerator<StreamEvent, void, undefined> {
  return batched(assembleBatches(batchesOf(deltas), options))
}

export async function* assembleBatches(
  batches: AsyncIterable<readonly ChatDelta[]>,
  options: AssembleOptions,
): AsyncGenerator<readonly StreamEvent[]> {
  const { provider, model, warnings = [] } = options
  const assembly = createAssembly(options)
  try {
    const before: StreamEvent[] = [{ type: 'response_start', provider, model }]
    for (const warning of warnings) before.push({ type: 'warning', warning })
    yield before
    for await (const deltas of batches) {
      const { events, failure } = attempt((out) => {
        for (const delta of deltas) addDelta(assembly, delta, out)
      })
      if (events.length > 0) yield events
      if (failure !== undefined) throw failure.error
    }
    const { events, failure } = attempt((out) => endAnswer(assembly, out))
    // One by one: the end of an answer that is whole is never dropped by an abort.
    for (const event of events) yield [event]
    if (failure !== undefined) throw failure.error
  } catch (error) {
    const { withPartial } = await import('./with-partial.ts')
    throw withPartial(error, provider, (reason) => messageOf(assembly, reason))
  }
}

/** What stands before a failure in one batch is delivered before it. */
function attempt(make: (out: StreamEvent[]) => void): {
  readonly events: readonly StreamEvent[]
  readonly failure?: { readonly error: unknown }
} {
  const events: StreamEvent[] = []
  try {
    make(events)
    return { events }
  } catch (error) {
    return { events, failure: { error } }
  }
}
