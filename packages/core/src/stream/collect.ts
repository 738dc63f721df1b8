import type { CallEvent } from '../contract/call.ts'
import type { ChatResponse } from '../contract/response.ts'
import { ProviderError } from '../errors/provider-error.ts'

/** The whole answer of a stream: all of "non-streaming". */
export async function collect(events: AsyncIterable<CallEvent>): Promise<ChatResponse> {
  let response: ChatResponse | undefined
  for await (const event of events) if (event.type === 'response_end') response = event.response
  if (response === undefined) {
    throw new ProviderError('The stream ended without a response.', {
      code: 'bad_response',
      provider: '',
    })
  }
  return response
}
