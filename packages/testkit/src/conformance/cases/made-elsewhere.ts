import type { Message, ToolCallPart } from '@autobot/core'
import { png } from '../material.ts'

export interface Maker {
  readonly name: string
  readonly ids: readonly [string, string]
  readonly metadata: object
}

/** How the providers of each wire leave their turns behind. */
export const makers: readonly Maker[] = [
  { name: 'openai', ids: ['call_9pQ', 'call_9pR'], metadata: {} },
  {
    name: 'openai-responses',
    ids: [`call_${'r'.repeat(440)}`, `call_${'r'.repeat(439)}q`],
    metadata: { item: { id: 'rs_1', encrypted_content: 'opaque' } },
  },
  {
    name: 'anthropic',
    ids: ['toolu_01A', 'toolu_01B'],
    metadata: { signature: 'opaque', redacted: 'opaque' },
  },
  { name: 'gemini', ids: ['', ''], metadata: { thoughtSignature: 'opaque' } },
  {
    name: 'bedrock',
    ids: ['tooluse_XYabcdefghijklmnopqrst', 'tooluse_XYzzzzzzzzzzzzzzzzzzzz'],
    metadata: { signature: 'opaque' },
  },
]

/** Text, a thought, two calls at once, one error, one picture, and an answer. */
export function history({ name, ids, metadata }: Maker): readonly Message[] {
  const call = (id: string, index: number): ToolCallPart => ({
    type: 'tool_call',
    id: `${name}-${index}`,
    nativeId: id,
    name: 'look',
    input: { at: `place-${index}` },
    argumentsText: `{"at":"place-${index}"}`,
    providerMetadata: { [name]: { ...metadata } },
  })
  const producer = { provider: name, model: 'm' }
  const opaque = { [name]: { ...metadata } }
  return [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'question-1' },
        { type: 'file', mediaType: 'image/png', data: png },
      ],
    },
    {
      role: 'assistant',
      ...producer,
      content: [
        { type: 'reasoning', text: 'thought-1', providerMetadata: opaque },
        { type: 'text', text: 'words-1', providerMetadata: opaque },
        ...ids.map(call),
      ],
    },
    {
      role: 'tool',
      content: ids.map((_id, index) => ({
        type: 'tool_result',
        toolCallId: `${name}-${index}`,
        toolName: 'look',
        isError: index === 1,
        content: [
          { type: 'text', text: `result-${index}` },
          ...(index === 0 ? [{ type: 'file', mediaType: 'image/png', data: png } as const] : []),
        ],
      })),
    },
    { role: 'assistant', ...producer, content: [{ type: 'text', text: 'answer-1' }] },
  ]
}

/** The same with these two ids. */
export const two = (first: string, second: string): readonly Message[] =>
  history({ name: 'elsewhere', ids: [first, second], metadata: {} })
