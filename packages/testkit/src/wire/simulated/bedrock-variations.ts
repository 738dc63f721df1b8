import type { BedrockAnswer, BedrockEvent } from '../../simulators/bedrock/answer.ts'
import type { WireVariantKind } from '../wire.ts'

type Edit = NonNullable<BedrockAnswer['edit']>

/** An event after the first one. */
function insert(...added: readonly BedrockEvent[]): Edit {
  return ([first, ...rest]) => [...(first === undefined ? [] : [first]), ...added, ...rest]
}

const delta = (contentBlockIndex: number, member: object): BedrockEvent => ({
  type: 'contentBlockDelta',
  payload: { contentBlockIndex, delta: member },
})
const stop = (contentBlockIndex: number): BedrockEvent => ({
  type: 'contentBlockStop',
  payload: { contentBlockIndex },
})
const executed = { toolUseId: 's', name: 'nova_code_interpreter', type: 'server_tool_use' }

/** How the service writes the same answer on some days, and for some models. */
export const bedrockVariations: Readonly<
  Record<
    string,
    {
      readonly of: WireVariantKind
      readonly answer: Pick<BedrockAnswer, 'edit' | 'pieces' | 'damage' | 'stopReason'>
    }
  >
> = {
  'one byte at a time': { of: 'framing', answer: { pieces: 1 } },
  'three bytes at a time': { of: 'framing', answer: { pieces: 3 } },
  'an unknown event': {
    of: 'unknown',
    answer: { edit: insert({ type: 'xUnknown', payload: { a: 1 } }) },
  },
  'an unknown delta': {
    of: 'unknown',
    answer: { edit: insert(delta(90, { xUnknown: { a: 1 } }), stop(90)) },
  },
  'an empty first block': {
    of: 'empty',
    answer: { edit: insert(delta(90, { text: '' }), stop(90)) },
  },
  'metadata before the end': {
    of: 'usage_place',
    answer: {
      edit: (events) => [
        ...events.filter(({ type }) => type !== 'messageStop'),
        ...events.filter(({ type }) => type === 'messageStop'),
      ],
    },
  },
  'no fragments': {
    of: 'no_arguments',
    answer: {
      edit: (events) =>
        events.filter(
          ({ type, payload }) =>
            type !== 'contentBlockDelta' || !JSON.stringify(payload).includes('toolUse'),
        ),
    },
  },
  malformed_tool_use: { of: 'malformed_call', answer: { stopReason: 'malformed_tool_use' } },
  'a tool of the service': {
    of: 'provider_executed',
    answer: {
      edit: insert(
        {
          type: 'contentBlockStart',
          payload: { contentBlockIndex: 90, start: { toolUse: executed } },
        },
        delta(90, { toolUse: { input: '{}' } }),
        stop(90),
      ),
    },
  },
  'an exception': {
    of: 'error_form',
    answer: {
      damage: {
        kind: 'exception',
        afterFrames: 2,
        type: 'throttlingException',
        message: 'The variant failed.',
      },
    },
  },
  'an error frame': {
    of: 'error_form',
    answer: {
      damage: {
        kind: 'exception',
        afterFrames: 2,
        type: 'InternalFailure',
        message: 'The variant failed.',
        as: 'error',
      },
    },
  },
}
