import type { Message } from '@autobot/core'
import { user } from '../material.ts'

/** A turn of another provider, full of what belongs to it alone. */
export const foreign: readonly Message[] = [
  user('a'),
  {
    role: 'assistant',
    provider: 'elsewhere',
    model: 'other',
    responseId: 'foreign-response',
    content: [
      {
        type: 'reasoning',
        text: 'foreign-thought',
        providerMetadata: { elsewhere: { signature: 'foreign-signature' } },
      },
      { type: 'text', text: 'own-words', providerMetadata: { elsewhere: { id: 'foreign-id' } } },
      {
        type: 'tool_call',
        id: 'c1',
        nativeId: 'fc_1|call_1',
        name: 'f',
        input: {},
        argumentsText: '{}',
        providerMetadata: { elsewhere: { thoughtSignature: 'foreign-signature' } },
      },
      { type: 'tool_call', id: 'c2', name: 'f', input: {}, argumentsText: '{}' },
    ],
  },
  {
    role: 'tool',
    content: ['c1', 'c2'].map((toolCallId) => ({
      type: 'tool_result' as const,
      toolCallId,
      toolName: 'f',
      content: [{ type: 'text' as const, text: `result-${toolCallId}` }],
    })),
  },
]
