import type { StreamEvent } from '../contract/event.ts'
import type { Prepared } from '../prepare/prepared.ts'
import { answerAsText } from './answer-as-text.ts'
import { answerObject } from './answer-object.ts'

/** Adds the value that the answer's text is, in keys and values of the schema that was asked for. */
export async function* shapedAnswer(
  batches: AsyncIterable<readonly StreamEvent[]>,
  prepared: Prepared,
): AsyncGenerator<readonly StreamEvent[]> {
  const { answer } = prepared
  const asText = answer === undefined ? batches : answerAsText(batches, answer)
  for await (const batch of asText) {
    const event = batch.at(-1)
    const object = event?.type === 'response_end' ? answerObject(event.response.text) : undefined
    if (event?.type !== 'response_end' || object === undefined) yield batch
    else {
      const response = { ...event.response, object: prepared.decodeOutput(object) }
      yield [...batch.slice(0, -1), { ...event, response }]
    }
  }
}
