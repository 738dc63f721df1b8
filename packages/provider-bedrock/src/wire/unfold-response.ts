import type { ConverseResponse, StreamPayload, WireAnswerBlock } from './types.ts'

export interface StreamItem {
  readonly type: string
  readonly payload: StreamPayload
}

/** A whole answer as the events of a stream, so that one decoder reads both. */
export function* unfoldResponse(response: ConverseResponse): Generator<StreamItem> {
  let index = 0
  for (const block of response.output?.message?.content ?? []) {
    yield* unfoldBlock(block, index)
    yield { type: 'contentBlockStop', payload: { contentBlockIndex: index } }
    index += 1
  }
  const { output: _output, stopReason, additionalModelResponseFields, ...metadata } = response
  // An answer in one piece has no end marker of its own but this.
  if (stopReason !== undefined) {
    const more =
      additionalModelResponseFields === undefined ? {} : { additionalModelResponseFields }
    yield { type: 'messageStop', payload: { stopReason, ...more } }
  }
  yield { type: 'metadata', payload: metadata }
}

function* unfoldBlock(block: WireAnswerBlock, contentBlockIndex: number): Generator<StreamItem> {
  const delta = (value: NonNullable<StreamPayload['delta']>): StreamItem => ({
    type: 'contentBlockDelta',
    payload: { contentBlockIndex, delta: value },
  })
  if (block.text !== undefined) yield delta({ text: block.text })
  if (block.toolUse !== undefined) {
    const { input, ...toolUse } = block.toolUse
    yield { type: 'contentBlockStart', payload: { contentBlockIndex, start: { toolUse } } }
    yield delta({ toolUse: { input: input === undefined ? '' : JSON.stringify(input) } })
  }
  if (block.toolResult !== undefined) {
    const { content = [], ...toolResult } = block.toolResult
    yield { type: 'contentBlockStart', payload: { contentBlockIndex, start: { toolResult } } }
    yield delta({ toolResult: content })
  }
  const reasoning = block.reasoningContent
  if (reasoning !== undefined) {
    const { reasoningText, redactedContent } = reasoning
    yield delta({
      reasoningContent: {
        ...reasoningText,
        ...(redactedContent !== undefined && { redactedContent }),
      },
    })
  }
  for (const { text } of block.citationsContent?.content ?? []) {
    if (text !== undefined) yield delta({ text })
  }
  for (const citation of block.citationsContent?.citations ?? []) yield delta({ citation })
  if (block.image !== undefined) {
    const { format, source } = block.image
    const image = format === undefined ? {} : { format }
    yield { type: 'contentBlockStart', payload: { contentBlockIndex, start: { image } } }
    if (source !== undefined) yield delta({ image: { source } })
  }
}
