import type { Message } from '@autobot/core'
import { expect, test } from 'vitest'
import { differences, neutral } from '../src/compare.ts'

function conversation(id: string, provider: string, path: string): readonly Message[] {
  return [
    { role: 'user', content: [{ type: 'text', text: 'read' }] },
    {
      role: 'assistant',
      provider,
      finishReason: 'tool_calls',
      content: [
        {
          type: 'tool_call',
          id,
          nativeId: `n-${id}`,
          name: 'read',
          input: { path },
          argumentsText: id,
        },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool_result',
          toolCallId: id,
          toolName: 'read',
          content: [{ type: 'text', text: 'x', providerMetadata: {} }],
        },
      ],
    },
  ]
}

test('ids, providers and spelling do not count', () => {
  const first = neutral(conversation('a', 'one', '.'))
  const other = neutral(conversation('b', 'two', '.'))
  expect(differences(first, other)).toEqual([])
})

test('what a tool was asked counts, and the place is named', () => {
  const first = neutral(conversation('a', 'one', '.'))
  const other = neutral(conversation('a', 'one', '..'))
  expect(differences(first, other)).toEqual(['messages.1.content.0.input.path: "." became ".."'])
})

test('a message more is a difference', () => {
  const first = neutral(conversation('a', 'one', '.'))
  expect(differences(first, neutral(conversation('a', 'one', '.').slice(0, 2)))).toHaveLength(1)
})
