import type { BedrockAnswer, BedrockDamage } from '../../simulators/bedrock/answer.ts'
import { startBedrockSimulator, type BedrockSimulator } from '../../simulators/bedrock/server.ts'
import type { Fields } from '../../simulators/bedrock/json.ts'
import type { SimulatedPart, SimulatedUsage } from '../../simulators/http/answer.ts'
import { argumentsOf } from '../../simulators/http/answer.ts'
import { countUntil } from '../damage.ts'
import {
  wireKey,
  type Wire,
  type WireAnswer,
  type WireDamage,
  type WireFailure,
  type WirePlace,
  type WireRequest,
  type WireServer,
} from '../wire.ts'
import { bedrockVariations } from './bedrock-variations.ts'

type BedrockFailure = NonNullable<BedrockAnswer['failure']>

const accessKeyId = 'AKIAKITKITKITKITKITK'
const words = {
  stop: 'end_turn',
  length: 'max_tokens',
  content_filter: 'content_filtered',
  tool_calls: 'tool_use',
  unknown: 'odd',
} as const

export const bedrockWire: Wire = Object.freeze({
  name: 'bedrock-converse',
  lacks: {
    reasoning_usage: 'Converse counts reasoning with the output and does not tell it apart.',
    arguments_text: 'The arguments of a call are an object on this wire.',
    response_id: 'Converse gives an answer no id of its own.',
    response_model: 'Converse does not tell which model answered.',
  },
  variants: Object.entries(bedrockVariations).map(([name, { of }]) => ({ name, of })),
  config: ({ url, key }) => ({
    accessKeyId,
    secretAccessKey: key,
    region: 'us-east-1',
    endpoint: url,
  }),
  echoes: (part) =>
    part.type !== 'reasoning'
      ? []
      : part.hidden === true
        ? [redacted(part.text)]
        : [signature(part.text), JSON.stringify(part.text).slice(1, -1)],
  async start() {
    const keys = [{ accessKeyId, secretAccessKey: wireKey }]
    return serverOf(await startBedrockSimulator({ keys }))
  },
} satisfies Wire)

function serverOf(simulator: BedrockSimulator): WireServer {
  return Object.freeze({
    url: simulator.url,
    key: wireKey,
    get requests() {
      return simulator.requests.map(
        ({ model, operation, body, text, headers }, index): WireRequest => ({
          method: 'POST',
          path: `/model/${model}/${operation}`,
          headers,
          text,
          body,
          number: index + 1,
          streams: operation === 'converse-stream',
        }),
      )
    },
    get refusals() {
      return simulator.refusals
    },
    answer: (...answers: readonly WireAnswer[]) => simulator.answer(...answers.map(answerOf)),
    closed: (count: number) => simulator.closed(count),
    close: () => simulator.close(),
  } satisfies WireServer)
}

function answerOf(answer: WireAnswer): BedrockAnswer {
  const { content, stop, usage, failure, damage, variant, stopSequence, bytes } = answer
  const variation = variant === undefined ? undefined : bedrockVariations[variant]
  return {
    ...(content !== undefined && { content: content.map(blockOf) }),
    ...(stop !== undefined && { stopReason: words[stop] }),
    ...(stopSequence !== undefined && {
      stopReason: 'stop_sequence',
      additionalModelResponseFields: { delta: { stop_sequence: stopSequence } },
    }),
    ...(usage !== undefined && { usage: usage === null ? null : usageOf(usage) }),
    ...(failure !== undefined && { failure: failureOf(failure) }),
    ...(damage !== undefined && damageOf(damage, content)),
    ...variation?.answer,
    ...(bytes !== undefined && { pieces: bytes }),
  }
}

function signature(text: string): string {
  return Buffer.from(`signature of ${text}`).toString('base64')
}

function redacted(text: string): string {
  return Buffer.from(`ciphertext of ${text}`).toString('base64')
}

function blockOf(part: SimulatedPart, index: number): Readonly<Record<string, unknown>> {
  switch (part.type) {
    case 'text':
      return { text: part.text }
    case 'reasoning':
      return {
        reasoningContent:
          part.hidden === true
            ? { redactedContent: redacted(part.text) }
            : { reasoningText: { text: part.text, signature: signature(part.text) } },
      }
    case 'tool_call': {
      const toolUseId = part.id ?? `tooluse_${String(index).padStart(22, 'k')}`
      const input: unknown = JSON.parse(argumentsOf(part))
      return { toolUse: { toolUseId, name: part.name, input } }
    }
  }
}

/** This service counts what came from and went into a cache apart. */
function usageOf({ input, output, cacheRead, cacheWrite }: SimulatedUsage): Fields {
  return {
    inputTokens: input - (cacheRead ?? 0) - (cacheWrite ?? 0),
    outputTokens: output,
    totalTokens: input + output,
    ...(cacheRead !== undefined && { cacheReadInputTokens: cacheRead }),
    ...(cacheWrite !== undefined && { cacheWriteInputTokens: cacheWrite }),
  }
}

const types: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}

function failureOf({ status, message, kind, headers }: WireFailure): BedrockFailure {
  const more = headers !== undefined && { headers }
  if (kind === 'quota') return { status: 400, type: 'ServiceQuotaExceededException', message }
  if (kind === 'context_overflow') {
    const text = `Input is too long for requested model. ${message}`
    return { status: 400, type: 'ValidationException', message: text }
  }
  return { status, type: types[status] ?? '', message, ...more }
}

function damageOf(
  damage: WireDamage,
  content: readonly SimulatedPart[] = [],
): Pick<BedrockAnswer, 'damage' | 'edit'> {
  // A body in one piece is cut in its middle, wherever the damage should begin.
  const find =
    (after: WirePlace, less = 0) =>
    (pieces: readonly Uint8Array[]) =>
      pieces.length === 1 && after !== 'nothing' ? 0.5 : countUntil(pieces, after, content) - less
  const of = (made: BedrockDamage): { damage: BedrockDamage } => ({ damage: made })
  switch (damage.kind) {
    case 'no_end':
      // Nothing after the last block: `metadata` too comes only with an end.
      return {
        edit: (events) =>
          events.filter(({ type }) => type !== 'messageStop' && type !== 'metadata'),
        damage: {
          kind: 'cut',
          find: (pieces) => (pieces.length === 1 ? 0.5 : pieces.length),
        },
      }
    case 'corrupt':
      return of({ kind: 'cut', find: find('text', 0.5) })
    case 'error': {
      const { after, message } = damage
      const type = 'modelStreamErrorException'
      const count = (pieces: readonly Uint8Array[]): number => countUntil(pieces, after, content)
      return of({ kind: 'exception', afterFrames: count, type, message })
    }
    default:
      return of({ kind: damage.kind, find: find(damage.after) })
  }
}
