import { resultMark, toolName, words } from './answers/script.ts'
import type { ToolSpec, Turn } from './contenders/contender.ts'

/** A conversation of so many bytes: questions and answers of some 10 KB. */
export function historyOf(bytes: number): readonly Turn[] {
  const turns: Turn[] = []
  for (let at = 0; at * 10_000 < bytes; at += 1) {
    const text = words(2200, at + 1)
      .join('')
      .slice(0, 10_000)
    turns.push({ role: at % 2 === 0 ? 'user' : 'assistant', text })
  }
  // The question that comes next is the user's.
  if (turns.at(-1)?.role === 'user') turns.pop()
  return turns
}

/** The first is the one that the model calls. */
export function toolsOf(count: number): readonly ToolSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? toolName : `${toolName}_${index}`,
    description: `Looks up what is known of the tides, in the way number ${index}.`,
    inputSchema: {
      type: 'object',
      properties: {
        step: { type: 'integer', description: 'Number of the step.' },
        query: { type: 'string', description: 'What to look for.' },
        note: { type: 'string' },
        text: { type: 'string' },
        place: {
          type: 'object',
          properties: {
            harbour: { type: 'string' },
            depth: { type: 'number', minimum: 0 },
            kind: { type: 'string', enum: ['sea', 'river', 'lake'] },
          },
        },
        tags: { type: 'array', items: { type: 'string' } },
      },
    },
    execute: (input) => `${resultMark}${JSON.stringify(input).length}] high water at ${index}`,
  }))
}
