import { encodeEvent } from './event-stream.ts'
import { fields, isFields, list } from './json.ts'
import type { Fields } from './json.ts'

/** What the simulator answers to a request that breaks no rule. */
export interface BedrockAnswer {
  /**
   * Blocks of Converse: `{ text }`, `{ toolUse }`, `{ reasoningContent }`, … A `toolUse` with
   * `inputText` in place of `input` streams that text, which need not be JSON.
   */
  readonly content?: readonly Fields[]
  /** Default `tool_use` with a `toolUse` block, else `end_turn`. */
  readonly stopReason?: string
  /** Default 10 in, 5 out; null: none is sent. */
  readonly usage?: Fields | null
  /** Beside `usage`: `trace`, `serviceTier`, `performanceConfig`. */
  readonly metadata?: Fields
  readonly additionalModelResponseFields?: unknown
  /** Bytes that are sent as they are, in place of the above. */
  readonly raw?: Uint8Array
  /** A refusal that no rule asks for: throttling, a failure of the model. */
  readonly failure?: {
    readonly status: number
    readonly type: string
    readonly message: string
    readonly headers?: Readonly<Record<string, string>>
  }
  readonly damage?: BedrockDamage
  /** What becomes of the events before they are sent: they may come in another order. */
  readonly edit?: (events: readonly BedrockEvent[]) => readonly BedrockEvent[]
  /** Bytes of one piece on the connection. Default: all at once. */
  readonly pieces?: number
}

export interface BedrockEvent {
  readonly type: string
  readonly payload: Fields
}

type Place =
  | { readonly afterBytes: number }
  /** How many of the frames, the last one in part; a body in one piece is one. */
  | { readonly find: (pieces: readonly Uint8Array[]) => number }

/** How an answer goes wrong on its way. */
export type BedrockDamage =
  /**
   * `cut`: the body ends properly, but too early; `reset`: the connection breaks; `stall`: nothing
   * more is said, and the connection stays.
   */
  | ({ readonly kind: 'cut' | 'reset' | 'stall' } & Place)
  | { readonly kind: 'flip'; readonly bit: number }
  /** A frame that says what failed, after so many others. */
  | {
      readonly kind: 'exception'
      readonly afterFrames: number | ((pieces: readonly Uint8Array[]) => number)
      readonly type: string
      readonly message: string
      /** `error`: not one of the modelled exceptions. */
      readonly as?: 'exception' | 'error'
    }
  | { readonly kind: 'no_stop' }

/** As one JSON body. */
export function wholeAnswer(answer: BedrockAnswer): Buffer {
  const content = (answer.content ?? [{ text: 'ok' }]).map(withInput)
  return Buffer.from(
    JSON.stringify({
      output: { message: { role: 'assistant', content } },
      stopReason: stopReason(answer),
      ...(answer.usage !== null && { usage: usage(answer) }),
      metrics: { latencyMs: 1 },
      ...answer.metadata,
      ...(answer.additionalModelResponseFields !== undefined && {
        additionalModelResponseFields: answer.additionalModelResponseFields,
      }),
    }),
  )
}

/** As the frames of an event stream, split as the service splits, with its padding. */
export function streamedAnswer(answer: BedrockAnswer): readonly Buffer[] {
  const events: BedrockEvent[] = []
  const { damage } = answer
  const send = (type: string, payload: Fields): void => void events.push({ type, payload })
  send('messageStart', { role: 'assistant' })
  for (const [contentBlockIndex, block] of (answer.content ?? [{ text: 'ok' }]).entries()) {
    const start = startOf(block)
    if (start !== undefined) send('contentBlockStart', { contentBlockIndex, start })
    for (const delta of deltasOf(block)) send('contentBlockDelta', { contentBlockIndex, delta })
    send('contentBlockStop', { contentBlockIndex })
  }
  if (damage?.kind !== 'no_stop') {
    send('messageStop', {
      stopReason: stopReason(answer),
      ...(answer.additionalModelResponseFields !== undefined && {
        additionalModelResponseFields: answer.additionalModelResponseFields,
      }),
    })
  }
  send('metadata', {
    ...(answer.usage !== null && { usage: usage(answer) }),
    metrics: { latencyMs: 1 },
    ...answer.metadata,
  })
  const frames = (answer.edit?.(events) ?? events).map(({ type, payload }, index) =>
    encodeEvent(type, {
      ...payload,
      p: 'abcdefghijklmnopqrstuvwxyz'.slice(0, 1 + (index % 26)),
    }),
  )
  if (damage?.kind !== 'exception') return frames
  const { type, message, as = 'exception', afterFrames } = damage
  const count = typeof afterFrames === 'number' ? afterFrames : afterFrames(frames)
  return [...frames.slice(0, count), encodeEvent(type, { message }, as)]
}

/** In one piece the input is a value: a text that is no JSON can only come as a text. */
function withInput(block: Fields): Fields {
  const use = fields(block['toolUse'])
  if (typeof use['inputText'] !== 'string') return block
  const { inputText, ...toolUse } = use
  try {
    return { toolUse: { ...toolUse, input: JSON.parse(inputText as string) as unknown } }
  } catch {
    return { toolUse: { ...toolUse, input: inputText } }
  }
}

function stopReason({ stopReason: given, content }: BedrockAnswer): string {
  if (given !== undefined) return given
  const calls = (content ?? []).some((block) => {
    const use = block['toolUse']
    return isFields(use) && use['type'] !== 'server_tool_use'
  })
  return calls ? 'tool_use' : 'end_turn'
}

function usage({ usage: given }: BedrockAnswer): Fields {
  return given ?? { inputTokens: 10, outputTokens: 5, totalTokens: 15 }
}

/** Text and reasoning have no start of their own. */
function startOf(block: Fields): Fields | undefined {
  if (isFields(block['toolUse'])) {
    const { input: _input, inputText: _text, ...toolUse } = block['toolUse']
    return { toolUse }
  }
  if (isFields(block['toolResult'])) {
    const { content: _content, ...toolResult } = block['toolResult']
    return { toolResult }
  }
  if (isFields(block['image'])) return { image: { format: block['image']['format'] } }
  return undefined
}

function deltasOf(block: Fields): readonly Fields[] {
  if (typeof block['text'] === 'string') return split(block['text']).map((text) => ({ text }))
  if (isFields(block['toolUse'])) {
    const { input, inputText } = block['toolUse']
    // The first fragment is empty, as often on the wire; a call without arguments has only that.
    const text = inputText ?? (input === undefined ? '' : JSON.stringify(input))
    return ['', ...split(String(text))].map((part) => ({ toolUse: { input: part } }))
  }
  if (isFields(block['toolResult'])) {
    return [{ toolResult: list(block['toolResult']['content']) }]
  }
  if (isFields(block['image'])) return [{ image: { source: block['image']['source'] } }]
  const reasoning = fields(block['reasoningContent'])
  const { text, signature } = fields(reasoning['reasoningText'])
  const citations = fields(block['citationsContent'])
  return [
    ...(typeof text === 'string' ? split(text) : []).map((part) => ({
      reasoningContent: { text: part },
    })),
    ...(signature === undefined ? [] : [{ reasoningContent: { signature } }]),
    ...(reasoning['redactedContent'] === undefined
      ? []
      : [{ reasoningContent: { redactedContent: reasoning['redactedContent'] } }]),
    ...list(citations['content']).flatMap((item) =>
      split(String(fields(item)['text'] ?? '')).map((part) => ({ text: part })),
    ),
    ...list(citations['citations']).map((citation) => ({ citation })),
  ]
}

function split(text: string): readonly string[] {
  return text.match(/[^]{1,7}/gu) ?? []
}
